import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CustomerId, OrderId } from '@waybill/contracts/ids';
import { Access, Call, type Feature, HttpCall } from '@waybill/platform';
import { type SyncReaction, rowType } from '@waybill/unit-of-work';
import pg from 'pg';
import { type MigrationInterface, Column, Entity, Index, PrimaryColumn, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import { refundsOf } from '../orders/domain/order-state.js';
import type { OrderConfirmed, OrderEvent } from '../orders/domain/order.events.js';
import { unrefunded } from '../orders/domain/refunds.js';
import { OnDomainEvent, type SavedOrder } from '../orders/on-domain-event.js';

/** A point for each 100 minor units, such as cents. */
const MINOR_UNITS = 100;

/** The points that a customer gets for a confirmed order. */
@Entity('reward_points')
@Index('reward_points_customer', ['tenant', 'customerId'])
export class RewardPoints {
  @PrimaryColumn('text') orderId!: OrderId;
  @Column('text') tenant!: string;
  @Column('text') customerId!: CustomerId;
  /** In minor units: the total without refunds. */
  @Column('bigint') paid!: number;
  @Column('bigint') points!: number;
}

export const rewardPoints = rowType(RewardPoints, ['orderId']);

export class RewardPoints1760000001020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reward_points (
        order_id text NOT NULL, tenant text NOT NULL, customer_id text NOT NULL, paid bigint NOT NULL,
        points bigint NOT NULL, PRIMARY KEY (order_id)
      );
      CREATE INDEX reward_points_customer ON reward_points (tenant, customer_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reward_points');
  }
}

type Refunded = Extract<OrderEvent, { type: (typeof REFUNDS)[number] }>;
const REFUNDS = ['order.cancelled', 'order.shorted', 'order.return-completed'] as const;

/** Adds points when an order is confirmed and removes them when it is refunded, in the transaction of the event. */
@OnDomainEvent(['order.confirmed', ...REFUNDS])
export class CountRewardPoints {
  async handle(event: OrderConfirmed | Refunded, reaction: SyncReaction<SavedOrder>): Promise<void> {
    const { tx, aggregate, saved } = reaction;
    const { id: orderId } = aggregate;
    if (event.type === 'order.confirmed') {
      const { customerId, total } = saved.state;
      const { tenant } = tx.context;
      // In hybrid mode picking precedes the confirmation, so there may be refunds already.
      const paid = unrefunded(total, refundsOf(saved.state)).amount;
      return tx.save(rewardPoints, { orderId, tenant, customerId, ...pointsFor(paid) });
    }
    const known = await tx.load(rewardPoints, { orderId });
    // An order that was cancelled before its confirmation has no points.
    if (known) tx.save(rewardPoints, { ...known, ...pointsFor(known.paid - event.data.refund.amount) });
  }
}

function pointsFor(paid: number): Pick<RewardPoints, 'paid' | 'points'> {
  return { paid, points: Math.floor(paid / MINOR_UNITS) };
}

const rewardPointsView = z
  .object({
    points: z.int().meta({ description: 'One for each 100 minor units paid and not refunded' }),
    orders: z.int().meta({ description: 'Confirmed orders that were counted' }),
  })
  .meta({ id: 'RewardPoints', example: { points: 68, orders: 1 } });

@Controller()
@ApiTags('customers')
export class RewardPointsController {
  constructor(private readonly pool: pg.Pool) {}

  @Get('v1/customers/me/reward-points')
  @Access('customer', 'self')
  @ApiOperation({
    summary: 'Returns the caller’s reward points',
    description:
      'A confirmed order earns one point for each 100 minor units of its total. A refund takes its points back.',
  })
  @ApiOkResponse({ standardSchema: rewardPointsView })
  async getMyRewardPoints(@Call() { caller }: HttpCall): Promise<z.infer<typeof rewardPointsView>> {
    const { tenant, subject } = caller;
    const { rows } = await this.pool.query<z.infer<typeof rewardPointsView>>(
      `SELECT coalesce(sum(points), 0)::bigint AS points, count(*)::int AS orders FROM reward_points
       WHERE tenant = $1 AND customer_id = $2`,
      [tenant, subject],
    );
    return rows[0] ?? { points: 0, orders: 0 };
  }
}

/** Points for orders. Example of a feature in one file: table, event handler and query. */
export const rewardPointsFeature: Feature = {
  entities: [RewardPoints],
  migrations: [RewardPoints1760000001020],
  dataClasses: { reward_points: { none: ['order_id', 'tenant', 'customer_id'] } },
  controllers: [RewardPointsController],
  compose: () => ({ reactions: [new CountRewardPoints()] }),
};
