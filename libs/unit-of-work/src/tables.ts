import type { Context } from '@waybill/kernel';
import { OutboxMessage, SentMessage } from '@waybill/outbox';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { rowType } from './row-type.js';

/**
 * Proof that a consumer has handled a message, written in the same transaction as its changes. Partitioned by the day in the
 * message id and not by the day of arrival, so that a redelivery after midnight finds its claim.
 */
@Entity('inbox')
export class InboxClaim {
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') consumer!: string;
  @PrimaryColumn('text') messageId!: string;
}

/** A call to an external system that a committed transaction requested. The row is deleted when the result is handled. */
@Entity('effects')
@Index('effects_due', ['dueAt'])
export class Effect {
  @PrimaryColumn('text') id!: string;
  @Column('smallint') shard!: number;
  @Column('text') kind!: string;
  /** Effects with the same key are performed one after the other. */
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

/** The part of a handler's context that is stored with an effect, so that its result belongs to the same trace. */
export function effectContextOf(context: Context): EffectContext {
  const { messageId, causationId = messageId, correlationId, userId, tenant, traceparent } = context;
  return { correlationId, causationId, userId, tenant, traceparent };
}

/** The response to a request with an Idempotency-Key, kept for `IDEMPOTENCY_RETENTION`. Written in the transaction of that request. */
@Entity('idempotency_keys')
@Index('idempotency_keys_created', ['createdAt'])
export class IdempotencyKey {
  @PrimaryColumn('text') scope!: string;
  @Column('text') fingerprint!: string;
  /** `json`, not `jsonb`: a replay returns the same bytes. */
  @Column('json') answer!: unknown;
  @Column('timestamptz') createdAt!: Date;
}

export const outboxMessages = rowType(OutboxMessage, ['id']);
export const sentMessages = rowType(SentMessage, ['day', 'id']);
export const effects = rowType(Effect, ['id']);
export const idempotencyKeys = rowType(IdempotencyKey, ['scope']);
