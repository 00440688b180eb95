import type { MessageType } from '@waybill/kernel';
import type { Pool } from 'pg';
import type { DataClasses } from './data-classes.js';
import { deadLetterEraser } from './dead-letter-eraser.js';
import type { Eraser } from './eraser.js';

const EFFECTS = ['id', 'kind', 'key', 'context'];

/** The tables that every service has. A service with personal data in one of them replaces its entry. */
export const platformClasses: DataClasses = {
  migrations: { none: ['name'] },
  inbox: { none: ['consumer', 'message_id'] },
  outbox: {
    none: [
      'topic',
      'key',
      'id',
      'type',
      'source',
      'correlation_id',
      'causation_id',
      'user_id',
      'tenant',
      'traceparent',
      'aggregate_type',
      'header_time',
      'header_schema',
      'header_spec',
    ],
    kept: {
      body: 'customers: rows leave the table when they are published, and the topic when its retention ends',
    },
  },
  outbox_sent: { none: ['id', 'topic', 'key'] },
  outbox_parked: { none: ['key', 'id', 'type', 'topic', 'error'] },
  leases: { none: ['name', 'owner'] },
  // The payloads of most services are ids.
  effects: { none: [...EFFECTS, 'payload'] },
  reactions: {
    none: [
      'id',
      'consumer',
      'key',
      'type',
      'correlation_id',
      'causation_id',
      'user_id',
      'tenant',
      'traceparent',
      // Domain events contain no personal data.
      'aggregate_type',
      'body',
    ],
  },
  idempotency_keys: { none: ['scope', 'fingerprint', 'answer'] },
  dead_letters: {
    none: [
      'id',
      'consumer',
      'message_id',
      'type',
      'topic',
      'key',
      'headers',
      'original_headers',
      'error_code',
      'fingerprint',
      'status',
    ],
    customer: {
      value: 'dead letters',
      original_value: 'dead letters',
      error_message: 'dead letters',
      error_stack: 'dead letters',
    },
  },
  dead_letter_log: {
    none: ['letter_id', 'action', 'tenant'],
    kept: {
      actor: 'operators: a log of their acts',
      detail: 'operators: their reason, or the code of an error',
    },
  },
  parked_keys: { none: ['consumer', 'topic', 'key'] },
  trail: {
    // Values of customers are named by the ids and versions of their rows.
    none: ['id', 'tenant', 'role', 'operation', 'target', 'owner', 'before', 'after', 'correlation_id'],
    kept: {
      subject: 'admins and operators: the record of their acts',
      address: 'admins and operators: the record of their acts',
      reason: 'admins and operators: why they acted',
    },
  },
};

/** The entry of `effects` where payloads contain data of customers. */
export function effectsErasedBy(...erasers: readonly string[]): DataClasses {
  return { effects: { none: EFFECTS, customer: { payload: erasers } } };
}

export function platformErasers(
  pool: Pool,
  types: { get(type: string): MessageType | undefined },
): readonly Eraser[] {
  return [deadLetterEraser(pool, types)];
}
