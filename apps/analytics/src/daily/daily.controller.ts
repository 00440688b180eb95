import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, Caller, type Principal, day } from '@waybill/platform';
import { Between, DataSource } from 'typeorm';
import { z } from 'zod';
import { DailyOrders, DailyPayments } from './daily.rows.js';

const DAY_EXAMPLE = {
  day: '2026-11-21',
  placed: 120,
  confirmed: 114,
  delivered: 97,
  captured: [{ method: 'card', payments: 114, amount: { amount: 261402, currency: 'EUR' } }],
};
const payments = z.object({
  method: z.string(),
  payments: z.int(),
  amount: z.object({
    amount: z.int().meta({ description: 'In minor units, such as cents' }),
    currency: z.string(),
  }),
});
const dayView = z
  .object({
    day: z.iso.date(),
    placed: z.int(),
    confirmed: z.int(),
    delivered: z.int(),
    captured: z.array(payments),
  })
  .meta({ id: 'AnalyticsDay', example: DAY_EXAMPLE });
const daily = z
  .object({ items: z.array(dayView) })
  .meta({ id: 'AnalyticsDaily', example: { items: [DAY_EXAMPLE] } });

const DAY = 86_400_000;
const MOST_DAYS = 366;
const sound = { path: ['to'], when: ({ issues }: { issues: readonly unknown[] }) => issues.length === 0 };
const range = z
  .object({
    from: day().meta({ description: 'First day (UTC)' }),
    to: day().meta({ description: 'Last day (UTC), inclusive' }),
  })
  .refine(({ from, to }) => from <= to, { ...sound, error: 'must not be before `from`' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MOST_DAYS * DAY, {
    ...sound,
    error: `must be less than ${MOST_DAYS} days after \`from\``,
  });

type View = z.infer<typeof dayView>;

@Controller('v1/analytics')
@ApiTags('analytics')
@Access('admin', 'tenant')
export class DailyController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('daily')
  @ApiOperation({
    summary: 'Reports orders and captured payments per day',
    description:
      'Each event counts on the UTC day on which it occurred: an order that is placed before midnight and confirmed after it counts on two days. Days without events are left out.',
  })
  @ApiOkResponse({ standardSchema: daily })
  async getDailyAnalytics(
    @Query({ schema: range }) { from, to }: z.infer<typeof range>,
    @Caller() { tenant }: Principal,
  ): Promise<z.infer<typeof daily>> {
    const where = { tenant, day: Between(from, to) };
    const [orders, captured] = await Promise.all([
      this.dataSource.getRepository(DailyOrders).find({ where }),
      this.dataSource.getRepository(DailyPayments).find({ where, order: { method: 'ASC', currency: 'ASC' } }),
    ]);
    const days = new Map<string, View>();
    const dayOf = (day: string): View => {
      const view = days.get(day) ?? { day, placed: 0, confirmed: 0, delivered: 0, captured: [] };
      days.set(day, view);
      return view;
    };
    for (const { tenant: _, day, ...counts } of orders) Object.assign(dayOf(day), counts);
    for (const { day, method, payments, amount, currency } of captured)
      dayOf(day).captured.push({ method, payments, amount: { amount, currency } });
    return { items: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)) };
  }
}
