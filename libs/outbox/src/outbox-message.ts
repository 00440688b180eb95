import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/**
 * A message to publish, written in the transaction of the change that it reports. One column per header, so that a change-data-capture
 * router can send the same record. `position` is assigned under the lock of the row that `key` names, so positions are the order of the
 * key.
 */
@Entity('outbox')
export class OutboxMessage {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) position!: number;
  @Column('smallint') shard!: number;
  @Column('text') topic!: string;
  @Column('text') key!: string;
  @Column('text') id!: string;
  @Column('text') type!: string;
  @Column('integer') version!: number;
  @Column('text') source!: string;
  @Column('timestamptz') time!: Date;
  @Column('text') correlationId!: string;
  @Column('text') causationId!: string;
  @Column('text', { nullable: true }) userId!: string | null;
  @Column('text') tenant!: string;
  @Column('text') traceparent!: string;
  @Column('text', { nullable: true }) aggregateType!: string | null;
  @Column('integer', { nullable: true }) aggregateVersion!: number | null;
  /** The JSON text that is sent, byte for byte. */
  @Column('text') body!: string;
  /** Written by the database, for Debezium. */
  @Column({ type: 'text', nullable: true, insert: false }) headerTime?: string | null;
  @Column({ type: 'text', nullable: true, insert: false }) headerSchema?: string | null;
  @Column({ type: 'text', nullable: true, insert: false }) headerSpec?: string | null;
  /** Id of its schema in a registry. Not a column: the publisher adds it. */
  schemaId?: number;
}

/** Position of a published message in its topic. Kept for some days so that an audit can compare outbox and topic. */
@Entity('outbox_sent')
export class SentMessage {
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') id!: string;
  @Column('text') topic!: string;
  @Column('text') key!: string;
  @Column('integer') partition!: number;
  @Column('bigint') offset!: number;
}

/** A key that is skipped until `retryAt`, because the broker refuses its oldest message. */
@Entity('outbox_parked')
export class ParkedOutboxKey {
  @PrimaryColumn('text') key!: string;
  @Column('smallint') shard!: number;
  @Column('bigint') position!: number;
  @Column('text') id!: string;
  @Column('text') type!: string;
  @Column('text') topic!: string;
  @Column('integer') tries!: number;
  @Column('text') error!: string;
  @Column('timestamptz') parkedAt!: Date;
  @Column('timestamptz') retryAt!: Date;
}

/** Owner of a shard until `expiresAt` by the database's clock. `token` increases with every change of owner and fences earlier owners. */
@Entity('leases')
export class Lease {
  @PrimaryColumn('text') name!: string;
  @PrimaryColumn('smallint') shard!: number;
  @Column('text', { nullable: true }) owner!: string | null;
  @Column('bigint') token!: number;
  @Column('timestamptz') expiresAt!: Date;
}
