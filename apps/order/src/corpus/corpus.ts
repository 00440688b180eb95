import { readFileSync, readdirSync } from 'node:fs';
import type { StoredEvent } from '@waybill/event-store';
import type { Saga } from '@waybill/saga';
import type { Contact, OrderSummary } from '../orders/order-summary.js';

/** A stream of events as a released build stored it, with the status in the view after each commit. */
export interface StoredStream {
  readonly id: string;
  readonly events: readonly StoredEvent[];
  readonly contact: Contact | undefined;
  readonly statuses: readonly (readonly [version: number, status: string])[];
  /** The last state of the view's row. */
  readonly summary: OrderSummary;
}

/** A saga and the view's row at the time when the stream had this version. */
export interface StoredSaga {
  readonly version: number;
  readonly summary: OrderSummary;
  readonly saga: Saga;
}

export interface StoredSnapshot {
  readonly streamId: string;
  readonly version: number;
  readonly schema: number;
  readonly state: unknown;
}

export interface StoredMessage {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface Corpus {
  /** The commit of the build that stored the data. */
  readonly commit: string;
  readonly streams: readonly StoredStream[];
  readonly sagas: readonly StoredSaga[];
  readonly snapshots: readonly StoredSnapshot[];
  readonly messages: readonly StoredMessage[];
}

const FOLDER = new URL('../../corpus/', import.meta.url);
const TIMES = new Set(['at', 'placedAt', 'updatedAt', 'startedAt', 'deadline', 'wakeAt']);

/** Data stored by released builds, one folder per build. `npm run corpus` adds a folder; existing ones are never edited. */
export const corpora: readonly Corpus[] = readdirSync(FOLDER).map((commit) => ({
  commit,
  streams: read<StoredStream>(commit, 'streams'),
  sagas: read<StoredSaga>(commit, 'sagas'),
  snapshots: read<StoredSnapshot>(commit, 'snapshots'),
  messages: read<StoredMessage>(commit, 'messages', false),
}));

function read<Row>(commit: string, name: string, hasRows = true): Row[] {
  const lines = readFileSync(new URL(`${commit}/${name}.ndjson`, FOLDER), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line, hasRows ? revive : undefined) as Row);
}

/** Converts timestamp columns to dates. Timestamps inside JSON columns have other names and stay strings. */
function revive(name: string, value: unknown): unknown {
  return TIMES.has(name) && typeof value === 'string' ? new Date(value) : value;
}
