import { rowType } from '@waybill/unit-of-work';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StepRef } from './definition.js';

/** A command that the saga sent, and its answer. A reply is matched by its cause, which is the command's id in this log. */
export interface LogEntry extends StepRef {
  readonly attempt: number;
  readonly commandId: string;
  readonly command: string;
  readonly sentAt: string;
  readonly answer?: string;
  readonly answeredAt?: string;
  /** The operator who had it sent again. */
  readonly by?: string;
  readonly resolved?: Resolution;
}

/** An operator did by hand what the step's service could not. */
export interface Resolution {
  readonly by: string;
  readonly note: string;
  readonly at: string;
}

const GUARD = 'sagas_wake_until_ended';

/** A process: its state, its log, and when to wake it if no message comes. */
@Entity('sagas')
@Index('sagas_wake', ['wakeAt'], { where: 'wake_at IS NOT NULL' })
@Check(GUARD, `status = 'ended' OR wake_at IS NOT NULL`)
export class Saga {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  /** The version of the definition that made the state. */
  @Column('integer', { default: 1 }) version!: number;
  @Column('text') tenant!: string;
  /** `ended`: no command is in flight. It may go on when something else happens. */
  @Column('text') status!: 'running' | 'compensating' | 'ended';
  @Column('jsonb') state!: unknown;
  @Column('jsonb') log!: readonly LogEntry[];
  /** How often the command in flight was sent; 0 when none is. */
  @Column('integer', { default: 0 }) attempt!: number;
  /** When the step in flight counts as unanswered. */
  @Column('timestamptz', { nullable: true }) deadline!: Date | null;
  /** When to check the deadline. It is indexed, so it moves seldom: waking too early is harmless. */
  @Column('timestamptz', { nullable: true }) wakeAt!: Date | null;
  @Column('timestamptz') startedAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

export const sagas = rowType(Saga, ['id'], {
  guards: { [GUARD]: ({ status, wakeAt }) => status === 'ended' || wakeAt !== null },
});

/** The saga with this deadline. It is woken by then; an earlier waking stays. */
export function withDeadline(saga: Saga, deadline: Date | null): Saga {
  const due = saga.wakeAt;
  const wakeAt = deadline && due && due <= deadline ? due : deadline;
  return { ...saga, deadline, wakeAt };
}
