import type { AnyKind, Column } from '../kind.js';
import type { Changes } from '../session.js';

/** A named (so prepared once per connection) statement and its values. */
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

/** Rows by key, locked in the order of the key so that two sets never wait for each other. */
export function loadStatement(kind: AnyKind, keys: readonly object[], lock: boolean): Statement {
  const order = list(kind.key, 't.');
  const [single] = kind.key;
  const where =
    kind.key.length === 1
      ? `${order} = ANY($1::${single!.type}[])`
      : `(${order}) IN (SELECT * FROM unnest(${parameters(kind.key, 1)}))`;
  const text = `SELECT ${list(kind.columns, 't.')} FROM ${quoted(kind.table)} t WHERE ${where}${lock ? ` ORDER BY ${order} FOR UPDATE` : ''}`;
  return statement(text, arrays(kind.key, keys));
}

/** Rows below their parents, above a position in the last key column, in its order; `$nr` is the request's, from 1. */
export function listStatement(
  kind: AnyKind,
  parents: readonly object[],
  after: readonly number[],
): Statement {
  const parent = kind.key.slice(0, -1);
  const position = quoted(kind.key.at(-1)!.name);
  const text = `SELECT p."$nr", ${list(kind.columns, 't.')} FROM ${quoted(kind.table)} t
    JOIN unnest(${parameters(parent, 1)}, $${parent.length + 1}::bigint[]) WITH ORDINALITY
      AS p (${list(parent)}, "$after", "$nr") ON ${matching(parent, 'p')} AND t.${position} > p."$after"
    ORDER BY p."$nr", t.${position}`;
  return statement(text, [...arrays(parent, parents), literal(after)]);
}

/** Rows with these values, in the order of their keys. */
export function findStatement(kind: AnyKind, where: object): Statement {
  const given = Object.entries(where);
  const matches = given.map(
    ([property], index) => `${quoted(columnOf(kind, property).name)} = $${index + 1}`,
  );
  const text = `SELECT ${named(kind.columns)} FROM ${quoted(kind.table)} WHERE ${matches.join(' AND ') || 'true'}
    ORDER BY ${kind.key.map(inBytes).join(', ')}`;
  const values = given.map(([, value]) => value);
  return statement(text, values);
}

/** Columns of the rows whose time has passed, the longest overdue first. */
export function dueStatement(
  kind: AnyKind,
  due: string,
  properties: readonly string[],
  limit: number,
): Statement {
  const time = quoted(columnOf(kind, due).name);
  const columns = properties.map((property) => columnOf(kind, property));
  const text = `SELECT ${named(columns)} FROM ${quoted(kind.table)} WHERE ${time} <= now() ORDER BY ${time}, ${list(kind.key)} LIMIT $1`;
  return statement(text, [limit]);
}

function columnOf(kind: AnyKind, property: string): Column {
  const column = kind.columns.find((one) => one.property === property);
  if (!column) throw new Error(`${kind.table} has no column for ${property}`);
  return column;
}

/** Columns under the names of their properties. */
function named(columns: readonly Column[]): string {
  return columns.map(({ name, property }) => `${quoted(name)} AS ${quoted(property)}`).join(', ');
}

/** As the code compares text, whatever the collation of the database. */
function inBytes({ name, type }: Column): string {
  return type === 'text' ? `${quoted(name)} COLLATE "C"` : quoted(name);
}

/** Everything that the set changed, in one statement: a data-modifying CTE per kind and sort of change. */
export function saveStatement(changes: readonly Changes[]): Statement | undefined {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (columns: readonly Column[], rows: readonly object[], sql: (unnest: string) => string) => {
    if (rows.length === 0) return;
    const unnest = `unnest(${parameters(columns, values.length + 1)}) WITH ORDINALITY AS u (${list(columns)}, "$nr")`;
    parts.push(`c${parts.length} AS (${sql(unnest)})`);
    values.push(...arrays(columns, rows));
  };
  for (const { kind, inserts, updates, touched, removals } of changes) {
    const { key, columns } = kind;
    const table = quoted(kind.table);
    const where = matching(key, 'u');
    const set = touched.map(({ name }) => `${quoted(name)} = u.${quoted(name)}`);
    add(
      columns,
      inserts,
      (from) => `INSERT INTO ${table} (${list(columns)}) SELECT ${list(columns)} FROM ${from} ORDER BY "$nr"`,
    );
    // What a row keeps is neither sent nor parsed again: JSON above all.
    if (set.length > 0)
      add(
        [...key, ...touched],
        updates,
        (from) => `UPDATE ${table} t SET ${set.join(', ')} FROM ${from} WHERE ${where}`,
      );
    add(key, removals, (from) => `DELETE FROM ${table} t USING ${from} WHERE ${where}`);
  }
  return parts.length === 0 ? undefined : statement(`WITH ${parts.join(',\n')} SELECT 1`, values);
}

/** Columns may have any name, also `offset` or `order`. */
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
    // Where the column may not be NULL, null is the JSON value of that name. JSON holds nothing that JSON would escape.
    const json = (value: unknown) =>
      value == null && nullable ? 'NULL' : JSON.stringify(JSON.stringify(value ?? null));
    return type === 'jsonb' || type === 'json' ? `{${values.map(json).join(',')}}` : literal(values);
  });
}

/** An array literal of Postgres: one text parameter for a whole column. */
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

/** JSON quotes a string as an array element wants it, and does so natively, but for what it would write as an escape. */
const ESCAPED_BY_JSON = /[\u0000-\u001f\ud800-\udfff]/;

function quotedElement(text: string): string {
  return ESCAPED_BY_JSON.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : JSON.stringify(text);
}
