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
