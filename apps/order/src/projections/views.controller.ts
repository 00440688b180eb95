import { present } from '@waybill/kernel';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, Caller, type Principal, day, integer, reference } from '@waybill/platform';
import pg from 'pg';
import { z } from 'zod';
import { ORDER_STATUSES } from '../orders/domain/order-status.js';
import type { CustomerSummary } from './customer-summary.js';

const money = z.object({ amount: z.int(), currency: z.string() });
const summaryView = z
  .object({
    id: z.string(),
    name: z.string().nullable().meta({ description: '`null` after the customer was erased' }),
    email: z.string().nullable(),
    totalOrders: z.int(),
    totalSpent: z.array(money).meta({ description: 'Total of confirmed orders less refunds, per currency' }),
    recentOrders: z.array(
      z.object({ id: z.string(), status: z.string(), total: money, placedAt: z.string() }),
    ),
  })
  .meta({
    id: 'CustomerSummary',
    example: {
      id: 'ada',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      totalOrders: 1,
      totalSpent: [{ amount: 2293, currency: 'EUR' }],
      recentOrders: [
        {
          id: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
          status: 'CONFIRMED',
          total: { amount: 2293, currency: 'EUR' },
          placedAt: '2026-11-21T09:57:01.097Z',
        },
      ],
    },
  });
const salesQuery = z.object({
  from: day().optional(),
  to: day().optional().meta({ description: 'Inclusive' }),
  sku: reference(64).optional(),
  limit: integer(1, 1_000).default(100),
});

const demandQuery = z.object({
  sku: reference(64).optional(),
  limit: integer(1, 1_000).default(100),
});

const salesView = z
  .object({
    items: z.array(
      z.object({
        day: z.iso.date(),
        sku: z.string(),
        currency: z.string(),
        orders: z.int(),
        pieces: z.int(),
        amount: z.int().meta({ description: 'In minor units, such as cents' }),
      }),
    ),
  })
  .meta({
    id: 'ProductSales',
    example: {
      items: [{ day: '2026-11-21', sku: 'TEA-EARL', currency: 'EUR', orders: 1, pieces: 2, amount: 1798 }],
    },
  });
const demandView = z
  .object({
    items: z.array(
      z.object({
        sku: z.string(),
        ordered: z.int(),
        cancelled: z.int(),
        pieces: z.int().meta({ description: 'Units ordered less units cancelled' }),
      }),
    ),
  })
  .meta({
    id: 'ProductDemand',
    example: { items: [{ sku: 'TEA-EARL', ordered: 12, cancelled: 2, pieces: 10 }] },
  });
const byStatusView = z
  .object({ items: z.array(z.object({ status: z.enum(ORDER_STATUSES), orders: z.int() })) })
  .meta({ id: 'OrdersByStatus', example: { items: [{ status: 'CONFIRMED', orders: 42 }] } });

type SummaryRow = CustomerSummary & { name: string | null; email: string | null };

/** Queries of asynchronous views. They lag by up to a second. */
@Controller()
@ApiTags('views')
export class ViewsController {
  constructor(private readonly pool: pg.Pool) {}

  @Get('v1/customers/me/summary')
  @Access('customer', 'self')
  @ApiOperation({
    summary: 'Returns a summary of the caller’s orders',
    description: 'A change of an order shows here within about a second.',
  })
  @ApiOkResponse({ standardSchema: summaryView })
  async getMySummary(@Caller() { tenant, subject }: Principal): Promise<z.infer<typeof summaryView>> {
    const { rows } = await this.pool.query<SummaryRow>({
      name: 'customer_summary',
      text: `SELECT s.orders, s.spent, s.recent, c.name, c.email
        FROM (VALUES ($1, $2)) AS me (tenant, id)
        LEFT JOIN customers c ON c.tenant = me.tenant AND c.id = me.id
        LEFT JOIN customer_summaries s ON s.tenant = me.tenant AND s.customer_id = me.id`,
      values: [tenant, subject],
    });
    const { name, email, orders, spent, recent } = present(rows[0], 'the row of the caller');
    return {
      id: subject,
      name,
      email,
      totalOrders: orders ?? 0,
      totalSpent: Object.entries(spent ?? {})
        .sort()
        .map(([currency, amount]) => ({ amount, currency })),
      recentOrders: [...(recent ?? [])],
    };
  }

  @Get('admin/reports/product-sales')
  @Access('admin', 'tenant')
  @ApiOperation({
    summary: 'Reports units sold per product and day',
    description: 'The newest day comes first. `from` and `to` are both inclusive.',
  })
  @ApiOkResponse({ standardSchema: salesView })
  async reportProductSales(
    @Query({ schema: salesQuery }) { from, to, sku, limit }: z.infer<typeof salesQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<z.infer<typeof salesView>> {
    const { rows } = await this.pool.query<z.infer<typeof salesView>['items'][number]>({
      name: 'product_sales',
      text: `SELECT day, sku, currency, orders, pieces, amount FROM product_sales
        WHERE tenant = $1 AND day BETWEEN $2 AND $3 AND ($4::text IS NULL OR sku = $4)
        ORDER BY day DESC, sku, currency LIMIT $5`,
      values: [tenant, from ?? '-infinity', to ?? 'infinity', sku ?? null, limit],
    });
    return { items: rows };
  }

  @Get('admin/reports/product-demand')
  @Access('admin', 'tenant')
  @ApiOperation({
    summary: 'Reports units ordered and cancelled per product',
    description: 'Rejected orders count too. Products with the most units come first.',
  })
  @ApiOkResponse({ standardSchema: demandView })
  async reportProductDemand(
    @Query({ schema: demandQuery }) { sku, limit }: z.infer<typeof demandQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<z.infer<typeof demandView>> {
    const { rows } = await this.pool.query<z.infer<typeof demandView>['items'][number]>({
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
  @Access('admin', 'tenant')
  @ApiOperation({
    summary: 'Reports the number of orders in each status',
    description: 'Statuses without orders are left out.',
  })
  @ApiOkResponse({ standardSchema: byStatusView })
  async reportOrdersByStatus(@Caller() { tenant }: Principal): Promise<z.infer<typeof byStatusView>> {
    const { rows } = await this.pool.query<z.infer<typeof byStatusView>['items'][number]>({
      name: 'orders_by_status',
      text: `SELECT status, orders FROM orders_by_status WHERE tenant = $1 AND orders > 0 ORDER BY status`,
      values: [tenant],
    });
    return { items: rows };
  }
}
