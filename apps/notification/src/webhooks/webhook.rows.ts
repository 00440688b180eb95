import { present } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A tenant's enabled endpoints with their event types, in one row, so that a message needs to read only this row. */
@Entity('webhook_directories')
export class WebhookDirectoryRow {
  @PrimaryColumn('text') tenant!: string;
  /** Only enabled endpoints. */
  @Column('jsonb') endpoints!: readonly { readonly id: string; readonly types: readonly string[] }[];
}

/** The URL and event types of a webhook. */
@Entity('webhook_endpoints')
@Index('webhook_endpoints_tenant', ['tenant'])
export class WebhookEndpointRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') tenant!: string;
  @Column('text') url!: string;
  @Column('jsonb') types!: readonly string[];
  @Column('text') secret!: string;
  @Column('text') status!: 'enabled' | 'disabled';
  /** Why it is disabled. */
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') changedAt!: Date;
}

/** The body of a delivery, as specified by Standard Webhooks. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: unknown;
}

/** The queue of one order at one endpoint: the delivery in flight and the waiting ones. */
@Entity('webhook_lanes')
export class WebhookLaneRow {
  @PrimaryColumn('text') endpointId!: string;
  @PrimaryColumn('text') orderId!: string;
  @Column('jsonb') waiting!: readonly WebhookEvent[];
}

/** The delivery of one message to one webhook; the body is not stored. */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_created', ['createdAt'])
export class WebhookDeliveryRow {
  @PrimaryColumn('text') endpointId!: string;
  @PrimaryColumn('text') messageId!: string;
  @Column('text') orderId!: string;
  @Column('text') type!: string;
  @Column('text') status!: 'waiting' | 'delivered' | 'dropped';
  @Column('integer') attempts!: number;
  /** The HTTP status of the last response. */
  @Column('integer', { nullable: true }) answer!: number | null;
  @Column('text', { nullable: true }) error!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

export async function disabledWebhooks(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM webhook_endpoints WHERE status = 'disabled'`,
  );
  return present(rows[0], 'the count').count;
}

export const webhookDirectories = rowType(WebhookDirectoryRow, ['tenant']);
export const webhookEndpoints = rowType(WebhookEndpointRow, ['id']);
export const webhookLanes = rowType(WebhookLaneRow, ['endpointId', 'orderId']);
export const webhookDeliveries = rowType(WebhookDeliveryRow, ['endpointId', 'messageId']);
