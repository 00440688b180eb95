import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An event received from the gateway, to detect duplicates. */
@Entity('webhook_events')
@Index('webhook_events_received', ['receivedAt'])
export class WebhookEventRow {
  @PrimaryColumn('text') id!: string;
  @Column('timestamptz') receivedAt!: Date;
}

export const webhookEvents = rowType(WebhookEventRow, ['id']);
