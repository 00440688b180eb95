import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Act, DomainError } from '@waybill/kernel';
import { Access, Acting, Records, Refuses, WithoutDeadline, instant, uuids } from '@waybill/platform';
import { recordAct } from '@waybill/unit-of-work';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Gateway } from '../gateway/gateway.js';
import { type Period, type Report, reconcile } from './reconcile.js';
import { ReconciliationRow } from './reconciliation.rows.js';
import { reconciliationErrors } from './reconciliation.errors.js';

const period = z
  .strictObject({ from: instant(), to: instant() })
  .meta({ example: { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' } });
const difference = z
  .object({
    kind: z.enum(['NOT_OURS', 'CHARGED_TWICE', 'NOT_AT_GATEWAY', 'STATUS', 'AMOUNT', 'CAPTURED', 'REFUNDED']),
    orderId: z.string().nullable(),
    gatewayId: z.string(),
    ours: z.string(),
    theirs: z.string(),
    advice: z.string().meta({ description: 'What an operator should do' }),
  })
  .meta({ id: 'Difference' });
const reportView = z
  .object({ compared: z.int(), differences: z.array(difference) })
  .meta({ id: 'Reconciliation', example: { compared: 128, differences: [] } });
const DAY = {
  day: '2026-11-20',
  compared: 128,
  differences: [],
  begunAt: '2026-11-21T00:05:00.000Z',
  finishedAt: '2026-11-21T00:05:04.000Z',
};
const dayView = reportView
  .extend({ day: z.string(), begunAt: z.iso.datetime(), finishedAt: z.iso.datetime().optional() })
  .meta({ id: 'DailyReconciliation', example: DAY });
const daysView = z
  .object({ items: z.array(dayView) })
  .meta({ id: 'DailyReconciliations', example: { items: [DAY] } });
const LONGEST_MS = 31 * 86_400_000;

/** Compares on demand. A class, so that Nest can inject it: the gateway itself is not provided to controllers. */
export class Reconciler {
  constructor(
    private readonly pool: pg.Pool,
    private readonly gateway: Gateway,
  ) {}

  /** Records who compared. */
  async compare(period: Period, act: Act): Promise<Report> {
    const report = await reconcile(this.pool, this.gateway, period);
    const { compared, differences } = report;
    const after = { ...period, compared, differences: differences.length };
    await recordAct(this.pool, act, uuids.next(), { after });
    return report;
  }
}

@Controller('admin/reconciliations')
@ApiTags('operations')
@Access('operator', 'platform')
export class ReconciliationController {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists the reconciliations of the last 31 days',
    description: 'Each day is compared with the gateway after it has ended.',
  })
  @ApiOkResponse({ standardSchema: daysView })
  async listReconciliations(): Promise<z.infer<typeof daysView>> {
    const rows = await this.dataSource
      .getRepository(ReconciliationRow)
      .find({ order: { day: 'DESC' }, take: 31 });
    return {
      items: rows.map(({ day, compared, differences, begunAt, finishedAt }) => ({
        day,
        compared,
        differences: [...differences],
        begunAt: begunAt.toISOString(),
        finishedAt: finishedAt?.toISOString(),
      })),
    };
  }

  @Post()
  @Records()
  @WithoutDeadline('It takes as long as the gateway needs to list the period.')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Reconciles a period with the gateway',
    description:
      'Compares our payments with the gateway’s now, for a period of at most 31 days. Returns each difference with advice on what to do.',
  })
  @ApiOkResponse({ standardSchema: reportView })
  @Refuses(reconciliationErrors.PERIOD_INVALID)
  async reconcilePayments(
    @Body({ schema: period }) body: z.infer<typeof period>,
    @Acting() act: Act,
  ): Promise<Report> {
    const [from, to] = [new Date(body.from), new Date(body.to)];
    if (!(from < to) || to.getTime() - from.getTime() > LONGEST_MS)
      throw new DomainError(
        reconciliationErrors.PERIOD_INVALID,
        'The period must be at most 31 days long and end after it starts.',
      );
    return this.reconciler.compare({ from, to }, act);
  }
}
