import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Template } from '../mails/mails.js';
import type { Notification, Status } from './domain/notification.js';

/** A mail. Its id is the id of the message, so the primary key prevents a second mail. */
@Entity('notifications')
@Index('notifications_order', ['orderId'])
@Index('notifications_customer', ['tenant', 'customerId'])
@Index('notifications_created', ['tenant', 'createdAt', 'id'])
export class NotificationRow implements Notification {
  @PrimaryColumn('text') id!: string;
  @Column('text') tenant!: string;
  @Column('text', { nullable: true }) orderId!: string | null;
  @Column('text') customerId!: string;
  @Column('text') template!: Template;
  /** Null after the erasure of the customer. */
  @Column('text', { nullable: true }) recipient!: string | null;
  @Column('text') subject!: string;
  @Column('text') status!: Status;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) sentAt!: Date | null;
  /** The response with which the mail server rejected the mail permanently. */
  @Column('text', { nullable: true }) error!: string | null;
}

/** An erased customer who has not registered again: late messages cause no mails. */
@Entity('erased_customers')
export class ErasedCustomerRow {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') id!: string;
  @Column('timestamptz') erasedAt!: Date;
}

export const notifications = rowType(NotificationRow, ['id']);
export const erasedCustomers = rowType(ErasedCustomerRow, ['tenant', 'id']);
