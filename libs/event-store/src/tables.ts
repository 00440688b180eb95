import { kind } from '@waybill/unit-of-work';
import { Column, Entity, Index, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

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
}

/** One fact, for ever. */
@Entity('events')
@Index('events_position', ['position'], { unique: true })
export class StoredEvent {
  @PrimaryColumn('text') streamId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' }) position!: number;
  @Column('text') id!: string;
  @Column('text') type!: string;
  @Column('jsonb') data!: unknown;
  @Column('jsonb') metadata!: EventMetadata;
  @Column('timestamptz') at!: Date;
}

export const streams = kind(Stream, ['id']);
export const storedEvents = kind(StoredEvent, ['streamId', 'version']);

export class EventTables1760000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE streams (
        id text NOT NULL, type text NOT NULL, version integer NOT NULL, head text NOT NULL, PRIMARY KEY (id)
      ) WITH (fillfactor = 70);
      CREATE TABLE events (
        stream_id text NOT NULL, version integer NOT NULL, position bigint GENERATED ALWAYS AS IDENTITY,
        id text NOT NULL, type text NOT NULL, data jsonb NOT NULL, metadata jsonb NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (stream_id, version)
      );
      CREATE UNIQUE INDEX events_position ON events (position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE events, streams`);
  }
}
