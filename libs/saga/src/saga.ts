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
@Index('sagas_wake', ['wakeAt'], { where: 'wake_at IS NOT NULL' })
export class Saga {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  @Column('text') tenant!: string;
  @Column('text') status!: 'running' | 'compensating' | 'ended';
  @Column('jsonb') state!: unknown;
  @Column('jsonb') log!: readonly LogEntry[];
  /** When the step in flight counts as unanswered. */
  @Column('timestamptz', { nullable: true }) deadline!: Date | null;
  /** When to look at the deadline. Indexed, so it moves as seldom as can be: too early is harmless, the state decides. */
  @Column('timestamptz', { nullable: true }) wakeAt!: Date | null;
  @Column('timestamptz') startedAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

export const sagas = kind(Saga, ['id']);

/** The saga with this deadline, to be woken by then at the latest; an earlier waking that is due is left as it is. */
export function withDeadline(saga: Saga, deadline: Date | null): Saga {
  const due = saga.wakeAt;
  const wakeAt = deadline && due && due <= deadline ? due : deadline;
  return { ...saga, deadline, wakeAt };
}

export class SagaTable1760000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sagas (
        id text NOT NULL, name text NOT NULL, tenant text NOT NULL, status text NOT NULL, state jsonb NOT NULL,
        log jsonb NOT NULL, deadline timestamptz, wake_at timestamptz, started_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (id)
      ) WITH (fillfactor = 70);
      CREATE INDEX sagas_wake ON sagas (wake_at) WHERE wake_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sagas`);
  }
}
