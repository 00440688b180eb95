import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/**
 * A message that waits to be published, written in the transaction of its effect. One column per header, so that a
 * change-data-capture router can send the very same record. `position` is allocated under the lock of the row that `key`
 * names, which makes it the order of the key.
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
  /** The JSON that goes on the wire, byte for byte. */
  @Column('text') body!: string;
  /** Written by the database, for Debezium. */
  @Column({ type: 'text', nullable: true, insert: false }) headerTime?: string | null;
  @Column({ type: 'text', nullable: true, insert: false }) headerSchema?: string | null;
  @Column({ type: 'text', nullable: true, insert: false }) headerSpec?: string | null;
  /** Of its schema in a registry. No column: whoever publishes knows it. */
  schemaId?: number;
}

/** Where a published message stands in the topic; kept some days so that an audit can compare outbox and topic. */
@Entity('outbox_sent')
export class SentMessage {
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') id!: string;
  @Column('text') topic!: string;
  @Column('text') key!: string;
  @Column('integer') partition!: number;
  @Column('bigint') offset!: number;
}

/** A key that is left out because the broker refuses its oldest message, until `retryAt`. */
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

/** A shard's owner until `expiresAt` by the database's clock. `token` grows with every change of owner and fences the last. */
@Entity('leases')
export class Lease {
  @PrimaryColumn('text') name!: string;
  @PrimaryColumn('smallint') shard!: number;
  @Column('text', { nullable: true }) owner!: string | null;
  @Column('bigint') token!: number;
  @Column('timestamptz') expiresAt!: Date;
}
