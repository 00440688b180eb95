import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Admin, Caller, type Principal } from '@waybill/platform';
import pg from 'pg';
import { z } from 'zod';
import type { CustomerSummary } from './customer-summary.js';
import type { OrdersByStatus } from './orders-by-status.js';
import type { ProductSales } from './product-sales.js';

const money = z.object({ amount: z.int(), currency: z.string() });
const summaryView = z
  .object({
    id: z.string(),
    name: z.string().nullable().meta({ description: 'null when it was erased' }),
    email: z.string().nullable(),
    totalOrders: z.int(),
    totalSpent: z.array(money).meta({ description: 'confirmed and not paid back, per currency' }),
    recentOrders: z.array(
      z.object({ id: z.string(), status: z.string(), total: money, placedAt: z.string() }),
    ),
  })
  .meta({ id: 'CustomerSummary' });
const salesQuery = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional().meta({ description: 'inclusive' }),
  sku: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

const demandQuery = z.object({
  sku: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

interface Demand {
  readonly sku: string;
  readonly ordered: number;
  readonly cancelled: number;
  /** What was ordered and not cancelled. */
  readonly pieces: number;
}

type SummaryRow = CustomerSummary & { name: string | null; email: string | null };

/** What the views behind the events answer: a moment behind the last commit, and as cheap as a row. */
@Controller()
@ApiTags('views')
@ApiBearerAuth()
export class ViewsController {
  constructor(private readonly pool: pg.Pool) {}

  @Get('v1/customers/me/summary')
  @ApiOperation({ summary: 'The caller’s orders at a glance; follows within a second' })
  @ApiOkResponse({ standardSchema: summaryView })
  async summary(@Caller() { tenant, subject }: Principal): Promise<z.infer<typeof summaryView>> {
    const { rows } = await this.pool.query<SummaryRow>({
      name: 'customer_summary',
      text: `SELECT s.orders, s.spent, s.recent, c.name, c.email
        FROM (VALUES ($1, $2)) AS me (tenant, id)
        LEFT JOIN customers c ON c.tenant = me.tenant AND c.id = me.id
        LEFT JOIN customer_summaries s ON s.tenant = me.tenant AND s.customer_id = me.id`,
      values: [tenant, subject],
    });
    const { name, email, orders, spent, recent } = rows[0]!;
    return {
      ...{ id: subject, name, email, totalOrders: orders ?? 0 },
      totalSpent: Object.entries(spent ?? {})
        .sort()
        .map(([currency, amount]) => ({ amount, currency })),
      recentOrders: [...(recent ?? [])],
    };
  }

  @Get('admin/reports/product-sales')
  @Admin()
  @ApiOperation({ summary: 'What was sold of each product per day, the newest day first' })
  async sales(
    @Query({ schema: salesQuery }) { from, to, sku, limit }: z.infer<typeof salesQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<{ items: ProductSales[] }> {
    const { rows } = await this.pool.query<ProductSales>({
      name: 'product_sales',
      text: `SELECT day, sku, currency, orders, pieces, amount FROM product_sales
        WHERE tenant = $1 AND day BETWEEN $2 AND $3 AND ($4::text IS NULL OR sku = $4)
        ORDER BY day DESC, sku, currency LIMIT $5`,
      values: [tenant, from ?? '-infinity', to ?? 'infinity', sku ?? null, limit],
    });
    return { items: rows };
  }

  @Get('admin/reports/product-demand')
  @Admin()
  @ApiOperation({
    summary:
      'Pieces ordered of each product, rejected orders included, and those cancelled; the most wanted first',
  })
  async demand(
    @Query({ schema: demandQuery }) { sku, limit }: z.infer<typeof demandQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<{ items: Demand[] }> {
    const { rows } = await this.pool.query<Demand>({
      name: 'product_demand',
      text: `SELECT sku, sum(increments)::bigint AS ordered, sum(decrements)::bigint AS cancelled,
          (sum(increments) - sum(decrements))::bigint AS pieces
        FROM product_demand WHERE tenant = $1 AND ($2::text IS NULL OR sku = $2)
        GROUP BY sku ORDER BY pieces DESC, sku LIMIT $3`,
      values: [tenant, sku ?? null, limit],
    });
    return { items: rows };
  }

  @Get('admin/reports/orders-by-status')
  @Admin()
  @ApiOperation({ summary: 'How many orders are in each status' })
  async byStatus(@Caller() { tenant }: Principal): Promise<{ items: OrdersByStatus[] }> {
    const { rows } = await this.pool.query<OrdersByStatus>({
      name: 'orders_by_status',
      text: `SELECT status, orders FROM orders_by_status WHERE tenant = $1 AND orders > 0 ORDER BY status`,
      values: [tenant],
    });
    return { items: rows };
  }
}
