import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError, commonErrors } from '@waybill/kernel';
import {
  Access,
  Call,
  Caller,
  HttpCall,
  type Page,
  type Principal,
  Records,
  Refuses,
  multiLine,
  pageOf,
  pageQuery,
  pageView,
  pathPart,
  timePositionOf,
} from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { PaymentAlarmRow, paymentAlarms } from './alarm.rows.js';

const alarmView = z
  .object({
    id: z.string(),
    orderId: z.string(),
    kind: z.enum(['AMOUNT_MISMATCH', 'REFUND_REFUSED']),
    detail: z.string(),
    raisedAt: z.iso.datetime(),
    settledAt: z.iso.datetime().optional(),
    settledBy: z.string().optional(),
    note: z.string().optional(),
  })
  .meta({
    id: 'PaymentAlarm',
    example: {
      id: '01a1fd8e-90a4-7f5e-8f5c-0e9f2b7c4d11',
      orderId: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
      kind: 'REFUND_REFUSED',
      detail: 'The gateway refused a refund of 22.93 EUR.',
      raisedAt: '2026-11-21T10:02:14.000Z',
    },
  });
const alarmPage = pageView('PaymentAlarmPage', alarmView);
const alarmId = pathPart('01a1fd8e-90a4-7f5e-8f5c-0e9f2b7c4d11');
const listQuery = z.object({ ...pageQuery, status: z.enum(['open', 'settled']).default('open') });
const settling = z
  .strictObject({ note: multiLine(1_000) })
  .meta({ example: { note: 'Transferred the money by hand, transaction 4711' } });

type View = z.infer<typeof alarmView>;

@Controller('admin/payment-alarms')
@ApiTags('operations')
@Access('admin', 'tenant')
export class PaymentAlarmsController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists payment alarms, newest first',
    description:
      'An alarm is a difference with the gateway that only a person can resolve: a refused refund or a wrong amount.',
  })
  @ApiOkResponse({ standardSchema: alarmPage })
  async listPaymentAlarms(
    @Query({ schema: listQuery }) list: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<View>> {
    const { limit, status } = list;
    const after = timePositionOf(list);
    const query = this.dataSource
      .getRepository(PaymentAlarmRow)
      .createQueryBuilder('a')
      .where('a.tenant = :tenant', { tenant })
      .andWhere(status === 'open' ? 'a.settledAt IS NULL' : 'a.settledAt IS NOT NULL')
      .orderBy({ 'a.raisedAt': 'DESC', 'a.id': 'DESC' })
      .limit(limit + 1);
    if (after) query.andWhere('(a.raisedAt, a.id) < (:at, :id)', after);
    return pageOf(await query.getMany(), list, (row) => [row.raisedAt.toISOString(), row.id], viewOf);
  }

  @Post(':id/settle')
  @Records({ target: 'id', reason: 'note' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Settles a payment alarm',
    description:
      'Records that the difference was resolved by hand; `note` says how. Settling an alarm again changes nothing.',
  })
  @ApiOkResponse({ standardSchema: alarmView })
  @Refuses(commonErrors.NOT_FOUND)
  settlePaymentAlarm(
    @Param('id', { schema: alarmId }) id: string,
    @Body({ schema: settling }) { note }: z.infer<typeof settling>,
    @Call() { context }: HttpCall,
  ): Promise<View> {
    return this.unitOfWork.run(context, async (tx) => {
      const known = await tx.load(paymentAlarms, { id });
      if (known?.tenant !== context.tenant)
        throw new DomainError(commonErrors.NOT_FOUND, `There is no alarm ${id}.`);
      if (known.settledAt) return viewOf(known);
      const settled = { ...known, settledAt: tx.at, settledBy: context.userId ?? null, note };
      tx.save(paymentAlarms, settled);
      const { orderId, kind, settledAt } = settled;
      tx.record({ before: { orderId, kind }, after: { orderId, kind, settledAt } });
      return viewOf(settled);
    });
  }
}

function viewOf({ id, orderId, kind, detail, raisedAt, settledAt, settledBy, note }: PaymentAlarmRow): View {
  return {
    id,
    orderId,
    kind,
    detail,
    raisedAt: raisedAt.toISOString(),
    settledAt: settledAt?.toISOString(),
    settledBy: settledBy ?? undefined,
    note: note ?? undefined,
  };
}
