import type { Tx } from '@waybill/unit-of-work';
import type { Pool } from 'pg';

/** The customer whose personal data is removed. */
export interface Person {
  readonly tenant: string;
  readonly id: string;
  /** The ids of their orders: messages about a customer have one of these, or the customer's own id, as their key. */
  readonly orderIds: readonly string[];
  /** Later data stays: the customer may have registered again. ISO 8601; without it all data is removed. */
  readonly erasedAt?: string | undefined;
}

/** True if data of this time was stored before the erasure, and for a time that cannot be read. */
export function isErased({ erasedAt }: Person, time: string | undefined): boolean {
  const [then, at] = [Date.parse(erasedAt ?? ''), Date.parse(time ?? '')];
  return Number.isNaN(then) || Number.isNaN(at) || at <= then;
}

/** Removes personal data from one place. */
export interface Eraser {
  /** What the table of data classes calls it. */
  readonly name: string;
  /** The rows that contain data of the person, by an id of the eraser's choice. Runs outside a unit of work, which finds rows by key only. */
  find(person: Person): Promise<readonly string[]>;
  /** Removes the data from one row. Runs in a unit of work of its own, and again in later passes, so it must be repeatable. */
  erase(tx: Tx, row: string, person: Person): Promise<void>;
}

/** The ids that a query returns, for `find`. */
export async function idsOf(pool: Pool, sql: string, values: readonly unknown[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(sql, [...values]);
  return rows.map(({ id }) => id);
}
