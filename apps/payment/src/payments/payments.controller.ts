import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { refundPurpose } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import {
  Access,
  Caller,
  type Page,
  type Principal,
  continuedAt,
  listByTime,
  pageOf,
  pageQuery,
  pageView,
  reference,
  sortQuery,
  timesQuery,
} from '@waybill/platform';
import pg from 'pg';
import { DataSource, In } from 'typeorm';
import { z } from 'zod';
import { type Doubt, doubtsOf } from './in-doubt.js';
import { PaymentRow, RefundRow, purposeOf } from './payments.rows.js';

const money = z.object({ amount: z.int(), currency: z.string() }).meta({ id: 'Money' });
const refusal = z.object({ code: z.string(), detail: z.string() }).meta({ id: 'Refusal' });
const status = z
  .enum([
    'authorizing',
    'authorized',
    'declined',
    'capturing',
    'captured',
    'failed',
    'voiding',
    'voided',
    'unknown',
  ])
  .meta({
    description:
      'A status that ends in `ing` waits for the gateway. `unknown`: the gateway did not answer; the same request is repeated until it does, and cannot charge twice',
  });
const unknownSince = z.iso
  .datetime()
  .optional()
  .meta({ description: 'When the request with the `unknown` outcome was sent' });
const refundView = z
  .object({
    refundId: z.string(),
    amount: money,
    reason: z.string().meta({ description: 'Free text' }),
    purpose: refundPurpose.shape.reason,
    subject: refundPurpose.shape.subject,
    status: z.enum(['refunding', 'refunded', 'failed', 'unknown']),
    unknownSince,
    refusal: refusal.nullable(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Refund' });
const paymentView = z
  .object({
    orderId: z.string(),
    paymentId: z.string().nullable().meta({ description: 'Id of the payment at the gateway' }),
    customerId: z.string().nullable(),
    status,
    unknownSince,
    method: z.enum(['card', 'bank', 'wallet']).nullable(),
    amount: money,
    captured: money,
    refunded: money,
    refusal: refusal.nullable(),
    refunds: z.array(refundView),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Payment',
    example: {
      orderId: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
      paymentId: 'pi_3QK4pX2eZvKYlo2C1gY3Ab',
      customerId: 'ada',
      status: 'captured',
      method: 'card',
      amount: { amount: 2293, currency: 'EUR' },
      captured: { amount: 2293, currency: 'EUR' },
      refunded: { amount: 0, currency: 'EUR' },
      refusal: null,
      refunds: [],
      createdAt: '2026-11-21T09:57:01.133Z',
      updatedAt: '2026-11-21T09:57:01.205Z',
    },
  });
const paymentPage = pageView('PaymentPage', paymentView);
export const listQuery = z.object({
  ...pageQuery,
  sort: sortQuery('-createdAt', 'createdAt'),
  status: status.exclude(['unknown']).optional().meta({
    description: 'The status before the request to the gateway, for a payment whose status is `unknown`',
  }),
  ...timesQuery('payments created'),
  orderId: reference(100).optional(),
  customerId: reference(255).optional(),
});

type PaymentView = z.infer<typeof paymentView>;

@Controller('v1/payments')
@ApiTags('payments')
@Access('admin', 'tenant')
export class PaymentsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pool: pg.Pool,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists payments',
    description:
      'Each payment includes its refunds. `orderId` returns the payment of one order. Without `sort`, the newest come first.',
  })
  @ApiOkResponse({ standardSchema: paymentPage })
  async listPayments(
    @Query({ schema: listQuery }) list: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<PaymentView>> {
    const { status, orderId, customerId } = list;
    const query = this.dataSource
      .getRepository(PaymentRow)
      .createQueryBuilder('p')
      .where('p.tenant = :tenant', { tenant });
    if (orderId !== undefined) query.andWhere('p.orderId = :orderId', { orderId });
    const { rows, end } = await listByTime(query, list, { id: 'orderId', having: { status, customerId } });
    const orderIds = rows.map((row) => row.orderId);
    const [refunds, doubts] = await Promise.all([
      this.dataSource
        .getRepository(RefundRow)
        .find({ where: { orderId: In(orderIds) }, order: { createdAt: 'ASC' } }),
      doubtsOf(this.pool, orderIds),
    ]);
    const of = <T extends { orderId: OrderId }>(row: PaymentRow, all: readonly T[]) =>
      all.filter((one) => one.orderId === row.orderId);
    const page = pageOf(
      rows,
      list,
      (row) => [row.createdAt.toISOString(), row.orderId],
      (row) => view(row, of(row, refunds), of(row, doubts)),
    );
    return continuedAt(page, list, end);
  }
}

function view(row: PaymentRow, refunds: readonly RefundRow[], doubts: readonly Doubt[]): PaymentView {
  const { orderId, gatewayId, customerId, method, currency, refusal, createdAt, updatedAt } = row;
  const known = <S>(status: S, changedAt: Date, doubted: string | null) =>
    doubts.some(({ refundId }) => refundId === doubted)
      ? { status: 'unknown' as const, unknownSince: changedAt.toISOString() }
      : { status };
  const money = (amount: number) => ({ amount: Number(amount), currency });
  return {
    orderId,
    paymentId: gatewayId,
    customerId,
    ...known(row.status, updatedAt, null),
    method,
    refusal,
    amount: money(row.amount),
    captured: money(row.captured),
    refunded: money(row.refunded),
    refunds: refunds.map((refund) => ({
      refundId: refund.refundId,
      amount: money(refund.amount),
      reason: refund.reason,
      purpose: purposeOf(refund).reason,
      subject: purposeOf(refund).subject,
      ...known(refund.status, refund.updatedAt, refund.refundId),
      refusal: refund.refusal,
      updatedAt: refund.updatedAt.toISOString(),
    })),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
