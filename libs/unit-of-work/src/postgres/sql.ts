import type { AnyRowType, Column } from '../row-type.js';
import { MOST_EARLIER } from '@waybill/outbox';
import type { DueWithin } from '../row-store.js';
import type { Changes } from '../session.js';
import { outboxMessages } from '../tables.js';

/** A statement and its values. It has a name, so it is prepared once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

const names = new Map<string, string>();

function statement(text: string, values: unknown[]): Statement {
  let name = names.get(text);
  if (!name) names.set(text, (name = `waybill_${names.size}`));
  return { name, text, values };
}

export function claimStatement(days: string[], consumers: string[], ids: string[]): Statement {
  return statement(
    `WITH claimed AS (
       INSERT INTO inbox (day, consumer, message_id)
       SELECT * FROM unnest($1::date[], $2::text[], $3::text[]) AS c (day, consumer, message_id) ORDER BY 3, 2
       ON CONFLICT DO NOTHING RETURNING consumer, message_id)
     SELECT now() AS at, (SELECT coalesce(json_agg(claimed), '[]') FROM claimed) AS claimed`,
    [literal(days), literal(consumers), literal(ids)],
  );
}

export function standingStatement(days: string[], consumers: string[], ids: string[]): Statement {
  return statement(
    `SELECT i.consumer, i.message_id FROM inbox i
     JOIN unnest($1::date[], $2::text[], $3::text[]) AS c (day, consumer, message_id)
       USING (day, consumer, message_id)`,
    [literal(days), literal(consumers), literal(ids)],
  );
}

export function unclaimStatement(days: string[], consumers: string[], ids: string[]): Statement {
  return statement(
    `DELETE FROM inbox i USING unnest($1::date[], $2::text[], $3::text[]) AS c (day, consumer, message_id)
     WHERE i.day = c.day AND i.consumer = c.consumer AND i.message_id = c.message_id`,
    [literal(days), literal(consumers), literal(ids)],
  );
}

/** Rows by key, locked in key order so that two batches cannot deadlock. */
export function loadStatement(rowType: AnyRowType, keys: readonly object[], lock: boolean): Statement {
  const order = list(rowType.key, 't.');
  const text = `SELECT ${named(rowType.columns, 't.')} FROM ${quoted(rowType.table)} t WHERE ${amongKeys(rowType)}${lock ? ` ORDER BY ${order} FOR UPDATE` : ''}`;
  return statement(text, arrays(rowType.key, keys));
}

/** The keys that have a row, without a lock. */
export function presentStatement(rowType: AnyRowType, keys: readonly object[]): Statement {
  const text = `SELECT ${named(rowType.key)} FROM ${quoted(rowType.table)} t WHERE ${amongKeys(rowType)}`;
  return statement(text, arrays(rowType.key, keys));
}

/** The row of `t` has one of the keys, which are the parameters from $1. */
function amongKeys({ key }: AnyRowType): string {
  const columns = list(key, 't.');
  return key.length === 1
    ? `${columns} = ANY($1::${key[0]!.type}[])`
    : `(${columns}) IN (SELECT * FROM unnest(${parameters(key, 1)}))`;
}

/** Rows of each parent after a position in the last key column. Those of one parent are sorted by it. */
export function listStatement(
  rowType: AnyRowType,
  parents: readonly object[],
  after: readonly number[],
): Statement {
  const parent = rowType.key.slice(0, -1);
  const position = quoted(rowType.key.at(-1)!.name);
  // The rows of each parent come from the index in their order: nothing is sorted.
  const text = `SELECT r.* FROM unnest(${parameters(parent, 1)}, $${parent.length + 1}::bigint[]) AS p (${list(parent)}, "$after"),
    LATERAL (SELECT ${named(rowType.columns, 't.')} FROM ${quoted(rowType.table)} t
      WHERE ${matching(parent, 'p')} AND t.${position} > p."$after" ORDER BY t.${position}) r`;
  return statement(text, [...arrays(parent, parents), literal(after)]);
}

/** Rows with these values, sorted by key. */
export function findStatement(rowType: AnyRowType, where: object): Statement {
  const given = Object.entries(where);
  const matches = given.map(
    ([property], index) => `${quoted(columnOf(rowType, property).name)} = $${index + 1}`,
  );
  const text = `SELECT ${named(rowType.columns)} FROM ${quoted(rowType.table)} WHERE ${matches.join(' AND ') || 'true'}
    ORDER BY ${rowType.key.map(inBytes).join(', ')}`;
  const values = given.map(([, value]) => value);
  return statement(text, values);
}

/** Columns of the rows that are due within a time, longest overdue first, and `$waitMs` until then. */
export function dueStatement(
  rowType: AnyRowType,
  due: string,
  properties: readonly string[],
  { withinMs, limit }: DueWithin,
): Statement {
  const time = quoted(columnOf(rowType, due).name);
  const columns = properties.map((property) => columnOf(rowType, property));
  const text = `SELECT ${named(columns)}, extract(epoch FROM ${time} - now())::float8 * 1000 AS "$waitMs" FROM ${quoted(rowType.table)}
    WHERE ${time} <= now() + $1 * interval '1 ms' ORDER BY ${time}, ${list(rowType.key)} LIMIT $2`;
  return statement(text, [withinMs, limit]);
}

function columnOf(rowType: AnyRowType, property: string): Column {
  const column = rowType.columns.find((one) => one.property === property);
  if (!column) throw new Error(`${rowType.table} has no column for ${property}`);
  return column;
}

/** Columns, named as their properties. */
function named(columns: readonly Column[], prefix = ''): string {
  return columns.map(({ name, property }) => `${prefix}${quoted(name)} AS ${quoted(property)}`).join(', ');
}

/** Compares text by its bytes, as JavaScript does, independent of the collation of the database. */
function inBytes({ name, type }: Column): string {
  return type === 'text' ? `${quoted(name)} COLLATE "C"` : quoted(name);
}

/**
 * All changes of a batch in one statement: a data-modifying CTE per row type and operation. If it writes messages, it returns the
 * `positions` of their ids, the `earlier` messages of their keys, and how many `standing` messages it has looked through. It sees what
 * was committed before it began, and the rows that serialize the writers of a key were locked before that: no earlier message is missed.
 */
export function saveStatement(changes: readonly Changes[]): Statement | undefined {
  const parts: string[] = [];
  const values: unknown[] = [];
  let result = 'SELECT 1';
  const add = (columns: readonly Column[], rows: readonly object[], sql: (unnest: string) => string) => {
    if (rows.length === 0) return;
    const unnest = `unnest(${parameters(columns, values.length + 1)}) WITH ORDINALITY AS u (${list(columns)}, "$nr")`;
    parts.push(`c${parts.length} AS (${sql(unnest)})`);
    values.push(...arrays(columns, rows));
  };
  for (const { rowType, inserts, updates, touched, removals } of changes) {
    const { key, columns } = rowType;
    const table = quoted(rowType.table);
    const where = matching(key, 'u');
    const areMessages = rowType.table === outboxMessages.table && inserts.length > 0;
    if (areMessages) result = messagesWritten(parts.length, values.length + columns.findIndex(isKey) + 1);
    const set = touched.map(({ name }) => `${quoted(name)} = u.${quoted(name)}`);
    add(
      columns,
      inserts,
      (from) =>
        `INSERT INTO ${table} (${list(columns)}) SELECT ${list(columns)} FROM ${from} ORDER BY "$nr"${areMessages ? ' RETURNING id, position' : ''}`,
    );
    // Unchanged columns are not sent, which saves most for JSON.
    if (set.length > 0)
      add(
        [...key, ...touched],
        updates,
        (from) => `UPDATE ${table} t SET ${set.join(', ')} FROM ${from} WHERE ${where}`,
      );
    add(key, removals, (from) => `DELETE FROM ${table} t USING ${from} WHERE ${where}`);
  }
  return parts.length === 0 ? undefined : statement(`WITH ${parts.join(',\n')} ${result}`, values);
}

const isKey = ({ property }: Column): boolean => property === 'key';

/** Of the messages that CTE `part` inserts, whose keys are parameter `keys`. */
function messagesWritten(part: number, keys: number): string {
  return `SELECT (SELECT json_object_agg(id, position) FROM c${part}) AS positions, e.* FROM (
    SELECT count(*)::int AS standing, coalesce(json_agg(json_build_object('position', position, 'shard', shard))
      FILTER (WHERE key = ANY($${keys}::text[])), '[]') AS earlier
    FROM (SELECT position, shard, key FROM outbox ORDER BY position DESC LIMIT ${MOST_EARLIER}) o) e`;
}

/** Quoted, because a column may be named `offset` or `order`. */
function quoted(name: string): string {
  return `"${name}"`;
}

function list(columns: readonly Column[], prefix = ''): string {
  return columns.map(({ name }) => prefix + quoted(name)).join(', ');
}

function matching(columns: readonly Column[], other: string): string {
  return columns.map(({ name }) => `t.${quoted(name)} = ${other}.${quoted(name)}`).join(' AND ');
}

function parameters(columns: readonly Column[], from: number): string {
  return columns.map(({ type }, index) => `$${from + index}::${type}[]`).join(', ');
}

function arrays(columns: readonly Column[], rows: readonly object[]): string[] {
  return columns.map(({ property, type, nullable }) => {
    const values = rows.map((row) => (row as Record<string, unknown>)[property]);
    // In a NOT NULL column, null is the JSON value null. JSON.stringify leaves no character that needs an escape here.
    const json = (value: unknown) =>
      value == null && nullable ? 'NULL' : JSON.stringify(JSON.stringify(value ?? null));
    return type === 'jsonb' || type === 'json' ? `{${values.map(json).join(',')}}` : literal(values);
  });
}

/** A Postgres array literal: one text parameter for a whole column. */
function literal(values: readonly unknown[]): string {
  return `{${values.map(element).join(',')}}`;
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return quotedElement(value);
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`;
  if (value instanceof Date) return `"${value.toISOString()}"`;
  return String(value);
}

/** JSON.stringify quotes an array element correctly and fast, except for characters that it writes as escapes. */
const ESCAPED_BY_JSON = /[\u0000-\u001f\ud800-\udfff]/;

function quotedElement(text: string): string {
  return ESCAPED_BY_JSON.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : JSON.stringify(text);
}
