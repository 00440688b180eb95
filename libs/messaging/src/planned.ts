import type { OutboxMessage } from '@waybill/outbox';
import { type Changes, type Effect, effects, outboxMessages } from '@waybill/unit-of-work';

export interface PlannedTable {
  readonly table: string;
  readonly inserts: readonly object[];
  readonly updates: readonly object[];
  readonly removals: readonly object[];
}

/** What a handler would do, for an operator. */
export interface Planned {
  readonly tables: readonly PlannedTable[];
  readonly messages: readonly { topic: string; key: string; type: string; data: unknown }[];
  /** Calls to external systems. */
  readonly effects: readonly { kind: string; key: string; payload: unknown; dueAt: Date }[];
}

export function plannedOf(changes: readonly Changes[]): Planned {
  const inserted = (kind: object) => changes.find((change) => change.rowType === kind)?.inserts ?? [];
  const own: readonly object[] = [outboxMessages, effects];
  return {
    tables: changes
      .filter(({ rowType }) => !own.includes(rowType))
      .map(({ rowType, inserts, updates, removals }) => ({
        table: rowType.table,
        inserts,
        updates,
        removals,
      })),
    messages: (inserted(outboxMessages) as readonly OutboxMessage[]).map(({ topic, key, type, body }) => ({
      topic,
      key,
      type,
      data: JSON.parse(body) as unknown,
    })),
    effects: (inserted(effects) as readonly Effect[]).map(({ kind, key, payload, dueAt }) => ({
      kind,
      key,
      payload,
      dueAt,
    })),
  };
}
