import { partOf, rowType } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The head of a stream. This row is locked before a decision, so that the append cannot conflict. */
@Entity('streams')
export class Stream {
  @PrimaryColumn('text') id!: string;
  @Column('text') type!: string;
  @Column('integer') version!: number;
  /** Id of the newest event, to check a cached state. */
  @Column('text') head!: string;
}

export interface EventMetadata {
  readonly correlationId: string;
  readonly causationId: string;
  readonly userId?: string | undefined;
  readonly tenant: string;
  /** Origin of the command: `http`, or the name of the handler. Absent from events of older releases. */
  readonly source?: string;
  /** Id of the row with the request's address and user agent, until it is erased. */
  readonly origin?: string;
  /** Only on the first event of a command: its input, so that it can be decided again. */
  readonly command?: KeptCommand;
}

/** A command as stored with its first event. Personal data is stored by reference to an erasable row. */
export interface KeptCommand {
  readonly name: string;
  readonly input: object;
  /** Version of the code that handled it. */
  readonly code: string;
}

/** A stored event. Never changed or deleted. */
@Entity('events')
@Index('events_order', ['tx', 'position'])
@Index('events_by_type', ['type', 'tx', 'position'])
@Index('events_by_category', ['aggregateType', 'tx', 'position'])
export class StoredEvent {
  @PrimaryColumn('text') streamId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' }) position!: number;
  /** Number of the transaction that wrote it, set by the database. Together with `position` it orders all events. */
  @Column({ type: 'bigint', insert: false, default: () => 'event_tx()' })
  tx?: number;
  @Column('text') id!: string;
  @Column('text') type!: string;
  /** Type of the stream's aggregate. The default lets the build before append: a trigger replaces it before the commit. */
  @Column('text', { default: '' }) aggregateType!: string;
  /** Schema version of `data`. Older versions are upcast when they are read. */
  @Column({ type: 'smallint', default: 1 }) schemaVersion!: number;
  @Column('jsonb') data!: unknown;
  @Column('jsonb') metadata!: EventMetadata;
  @Column('timestamptz') at!: Date;
}

export const streams = rowType(Stream, ['id']);
export const storedEvents = rowType(StoredEvent, ['streamId', 'version']);
/** What a fold reads of an event. */
export const foldedEvents = partOf(storedEvents, ['id', 'type', 'schemaVersion', 'data', 'at']);
