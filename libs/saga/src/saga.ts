import { kind } from '@waybill/unit-of-work';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a saga sent and what came of it. A reply is matched by its cause, the command in this log. */
export interface LogEntry {
  /** `capture`, or `undo capture`. */
  readonly step: string;
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

/** Somebody did by hand what the step's service could not. */
export interface Resolution {
  readonly by: string;
  readonly note: string;
  readonly at: string;
}

const GUARD = 'sagas_wake_until_ended';

/** A running process: its state, its log, and when it wants to be woken if nothing comes. */
@Entity('sagas')
@Index('sagas_wake', ['wakeAt'], { where: 'wake_at IS NOT NULL' })
@Check(GUARD, `status = 'ended' OR wake_at IS NOT NULL`)
export class Saga {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  /** Of the definition that the state was made by. */
  @Column('integer', { default: 1 }) version!: number;
  @Column('text') tenant!: string;
  /** `ended`: nothing is in flight, and it may go on when something else happens. */
  @Column('text') status!: 'running' | 'compensating' | 'ended';
  @Column('jsonb') state!: unknown;
  @Column('jsonb') log!: readonly LogEntry[];
  /** How often the command in flight was sent; 0 when nothing is. */
  @Column('integer', { default: 0 }) attempt!: number;
  /** When the step in flight counts as unanswered. */
  @Column('timestamptz', { nullable: true }) deadline!: Date | null;
  /** When to look at the deadline. Indexed, so it moves as seldom as can be: too early is harmless, the state decides. */
  @Column('timestamptz', { nullable: true }) wakeAt!: Date | null;
  @Column('timestamptz') startedAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

export const sagas = kind(Saga, ['id'], {
  guards: { [GUARD]: ({ status, wakeAt }) => status === 'ended' || wakeAt !== null },
});

/** The saga with this deadline, to be woken by then at the latest; an earlier waking that is due is left as it is. */
export function withDeadline(saga: Saga, deadline: Date | null): Saga {
  const due = saga.wakeAt;
  const wakeAt = deadline && due && due <= deadline ? due : deadline;
  return { ...saga, deadline, wakeAt };
}
