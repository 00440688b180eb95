import type { Context } from '@waybill/kernel';
import { OutboxMessage, SentMessage } from '@waybill/outbox';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { kind } from './kind.js';

/**
 * Proof that a consumer has had a message, written with the effect. Partitioned by the day inside the message id, never by
 * arrival: a redelivery after midnight must find its claim.
 */
@Entity('inbox')
export class InboxClaim {
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') consumer!: string;
  @PrimaryColumn('text') messageId!: string;
}

/** A call to the outside world that a committed act asked for, until its answer is handled. */
@Entity('effects')
@Index('effects_due', ['dueAt'])
export class Effect {
  @PrimaryColumn('text') id!: string;
  @Column('smallint') shard!: number;
  @Column('text') kind!: string;
  /** Effects of one key are performed one after the other. */
  @Column('text') key!: string;
  @Column('jsonb') payload!: unknown;
  @Column('jsonb') context!: EffectContext;
  @Column('integer') attempt!: number;
  @Column('timestamptz') dueAt!: Date;
}

export interface EffectContext {
  readonly correlationId: string;
  readonly causationId: string;
  readonly userId?: string | undefined;
  readonly tenant: string;
  readonly traceparent: string;
}

/** What remains of an act's context when the act is over: enough to answer its message later. */
export function effectContextOf(context: Context): EffectContext {
  const { messageId, causationId = messageId, correlationId, userId, tenant, traceparent } = context;
  return { correlationId, causationId, userId, tenant, traceparent };
}

/** What a key of a caller was answered with, kept a day. Written in the transaction of the act that it names. */
@Entity('idempotency_keys')
@Index('idempotency_keys_created', ['createdAt'])
export class IdempotencyKey {
  @PrimaryColumn('text') scope!: string;
  @Column('text') fingerprint!: string;
  /** Kept as text, so that it is answered again byte for byte. */
  @Column('json') answer!: unknown;
  @Column('timestamptz') createdAt!: Date;
}

export const outboxKind = kind(OutboxMessage, ['id']);
export const sentMessages = kind(SentMessage, ['day', 'id']);
export const effects = kind(Effect, ['id']);
export const idempotencyKeys = kind(IdempotencyKey, ['scope']);
