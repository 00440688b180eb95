import { rowType } from '@waybill/unit-of-work';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StepRef } from './definition.js';

/** A sent command and its reply. The reply's causation id is the command's id. */
export interface LogEntry extends StepRef {
  readonly attempt: number;
  readonly commandId: string;
  readonly command: string;
  readonly sentAt: string;
  readonly answer?: string;
  readonly answeredAt?: string;
  /** The operator who retried it. */
  readonly by?: string;
  readonly resolved?: Resolution;
}

/** Note of an operator who has done the step by hand. */
export interface Resolution {
  readonly by: string;
  readonly note: string;
  readonly at: string;
}

/**
 * A run of the saga as it is kept: what it was given and what it decided. With the state in which the saga began, all of them together
 * are enough to decide again.
 */
export interface KeptDecision {
  /** A command or a message by its name: `CancelOrder`, `inventory.reserved`. */
  readonly given: string;
  /** The version of the subject before the run. Without `kept`, the subject's next event keeps the input in its metadata. */
  readonly version: number;
  /** The command of the saga that the message answers, by its label in the log. */
  readonly answers?: string;
  /** Which sending of that command, unless it was the first. */
  readonly attempt?: number;
  /** The commands that were sent, by their labels. */
  readonly sent?: readonly string[];
  /** Code of the error with which the command was refused: it changed nothing. */
  readonly refused?: string;
  /** The input, where the subject recorded no event. */
  readonly kept?: KeptInput;
  /** How many decisions were left out of the log before this one, because it had too many. */
  readonly dropped?: number;
}

/** As with an event, it holds no personal data: a row that can be erased is named by its id. */
export interface KeptInput {
  readonly input: object;
  readonly at: string;
  /** The id of the message or request. */
  readonly id: string;
  /** The user on whose behalf it was sent. */
  readonly by?: string;
  /** The version of the code that decided. */
  readonly code: string;
}

const GUARD = 'sagas_wake_until_ended';

/** A saga: its state, its log, and when to wake it if no message arrives. */
@Entity('sagas')
@Index('sagas_wake', ['wakeAt'], { where: 'wake_at IS NOT NULL' })
@Check(GUARD, `status = 'ended' OR wake_at IS NOT NULL`)
export class Saga {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  /** Version of the definition that wrote the state. */
  @Column('integer', { default: 1 }) version!: number;
  @Column('text') tenant!: string;
  /** `ended`: no command is in flight. A later event may start it again. */
  @Column('text') status!: 'running' | 'compensating' | 'ended';
  @Column('jsonb') state!: unknown;
  @Column('jsonb') log!: readonly LogEntry[];
  /** The runs of the saga, and commands that its subject refused: `withDecision` limits how many. */
  @Column('jsonb', { default: [] }) decisions!: readonly KeptDecision[];
  /** How often the command in flight was sent; 0 if there is none. */
  @Column('integer', { default: 0 }) attempt!: number;
  /** When the command in flight becomes overdue. */
  @Column('timestamptz', { nullable: true }) deadline!: Date | null;
  /** When to check the deadline. Indexed and therefore seldom updated: waking too early is harmless. */
  @Column('timestamptz', { nullable: true }) wakeAt!: Date | null;
  @Column('timestamptz') startedAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

export const sagas = rowType(Saga, ['id'], {
  guards: { [GUARD]: ({ status, wakeAt }) => status === 'ended' || wakeAt !== null },
});

/** The saga with this deadline. It keeps an earlier wake-up. */
export function withDeadline(saga: Saga, deadline: Date | null): Saga {
  const due = saga.wakeAt;
  const wakeAt = deadline && due && due <= deadline ? due : deadline;
  return { ...saga, deadline, wakeAt };
}
