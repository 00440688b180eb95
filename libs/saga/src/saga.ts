import { kind } from '@waybill/unit-of-work';
import { Column, Entity, Index, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** What a saga sent and what came of it. A reply is matched by its cause, the command in this log. */
export interface LogEntry {
  readonly step: string;
  readonly attempt: number;
  readonly commandId: string;
  readonly command: string;
  readonly sentAt: string;
  readonly answer?: string;
  readonly answeredAt?: string;
}

/** A running process: its state, its log, and when it wants to be woken if nothing comes. */
@Entity('sagas')
@Index('sagas_deadline', ['deadline'], { where: 'deadline IS NOT NULL' })
export class Saga {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  @Column('text') tenant!: string;
  @Column('text') status!: 'running' | 'compensating' | 'ended';
  @Column('jsonb') state!: unknown;
  @Column('jsonb') log!: readonly LogEntry[];
  @Column('timestamptz', { nullable: true }) deadline!: Date | null;
  @Column('timestamptz') startedAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

export const sagas = kind(Saga, ['id']);

export class SagaTable1760000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sagas (
        id text NOT NULL, name text NOT NULL, tenant text NOT NULL, status text NOT NULL, state jsonb NOT NULL,
        log jsonb NOT NULL, deadline timestamptz, started_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (id)
      ) WITH (fillfactor = 70);
      CREATE INDEX sagas_deadline ON sagas (deadline) WHERE deadline IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sagas`);
  }
}
