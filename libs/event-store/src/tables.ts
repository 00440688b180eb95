import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A stream's head: the row that is locked to append, so that what was decided cannot lose at the write. */
@Entity('streams')
export class Stream {
  @PrimaryColumn('text') id!: string;
  @Column('text') type!: string;
  @Column('integer') version!: number;
  /** Id of the newest event: tells whether a cached state is the stored one. */
  @Column('text') head!: string;
}

export interface EventMetadata {
  readonly correlationId: string;
  readonly causationId: string;
  readonly userId?: string | undefined;
  readonly tenant: string;
  /** Which door the act came through: `http`, or the name of the handler. Absent from events older than this. */
  readonly source?: string;
  /** Names the row with the request's address and user agent, for as long as it is not erased. */
  readonly origin?: string;
  /** On the first event of a command that its caller described: enough to decide it again. */
  readonly command?: KeptCommand;
}

/** A command as it is kept with its first event. It holds no personal data: a row that can be erased is named by its id. */
export interface KeptCommand {
  readonly name: string;
  readonly input: object;
  /** The version of the code that decided. */
  readonly code: string;
}

/** One fact, for ever. */
@Entity('events')
@Index('events_order', ['tx', 'position'])
@Index('events_by_type', ['type', 'tx', 'position'])
@Index('events_by_category', ['aggregateType', 'tx', 'position'])
export class StoredEvent {
  @PrimaryColumn('text') streamId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' }) position!: number;
  /** The transaction that wrote it; set by the database. With `position` the order in which all events are read. */
  @Column({ type: 'bigint', insert: false, default: () => 'event_tx()' })
  tx?: number;
  @Column('text') id!: string;
  @Column('text') type!: string;
  /** Type of the stream's aggregate. The default lets the build before append: a trigger replaces it before the commit. */
  @Column('text', { default: '' }) aggregateType!: string;
  /** Of the shape of `data`: older ones are made new when they are read. */
  @Column({ type: 'smallint', default: 1 }) schemaVersion!: number;
  @Column('jsonb') data!: unknown;
  @Column('jsonb') metadata!: EventMetadata;
  @Column('timestamptz') at!: Date;
}

export const streams = rowType(Stream, ['id']);
export const storedEvents = rowType(StoredEvent, ['streamId', 'version']);
