import { kind } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An event that the gateway told us of: it tells some twice. */
@Entity('webhook_events')
@Index('webhook_events_received', ['receivedAt'])
export class WebhookEventRow {
  @PrimaryColumn('text') id!: string;
  @Column('timestamptz') receivedAt!: Date;
}

export const webhookEvents = kind(WebhookEventRow, ['id']);
