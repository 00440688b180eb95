import type { Client } from 'pg';

/** The columns of a table and their types, without identity columns. */
export type Columns = readonly { readonly name: string; readonly type: string; readonly key: boolean }[];
export type Row = Record<string, unknown>;

/** Batch statements for one table, for the bare loop: `unnest` with one parameter per column. */
export class Table {
  private constructor(
    readonly name: string,
    private readonly columns: Columns,
  ) {}

  static async of(client: Client, name: string): Promise<Table> {
    const { rows } = await client.query<{ name: string; type: string; key: boolean }>(
      `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, coalesce(a.attnum = ANY(i.indkey), false) AS key
       FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
       WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = '' ORDER BY a.attnum`,
      [name],
    );
    return new Table(name, rows);
  }

  insert(rows: readonly Row[]): { name: string; text: string; values: unknown[] } {
    const names = this.columns.map(({ name }) => `"${name}"`).join(', ');
    return {
      name: `insert_${this.name}`,
      text: `INSERT INTO ${this.name} (${names}) SELECT * FROM unnest(${places(this.columns)}) ON CONFLICT DO NOTHING`,
      values: arrays(this.columns, rows),
    };
  }

  update(rows: readonly Row[]): { name: string; text: string; values: unknown[] } {
    const set = this.columns.filter(({ key }) => !key).map(({ name }) => `"${name}" = u."${name}"`);
    const match = this.columns.filter(({ key }) => key).map(({ name }) => `t."${name}" = u."${name}"`);
    const names = this.columns.map(({ name }) => `"${name}"`).join(', ');
    return {
      name: `update_${this.name}`,
      text: `UPDATE ${this.name} t SET ${set.join(', ')} FROM unnest(${places(this.columns)}) AS u (${names})
        WHERE ${match.join(' AND ')}`,
      values: arrays(this.columns, rows),
    };
  }

  remove(rows: readonly Row[]): { name: string; text: string; values: unknown[] } {
    const keys = this.columns.filter(({ key }) => key);
    const names = keys.map(({ name }) => `"${name}"`).join(', ');
    return {
      name: `delete_${this.name}`,
      text: `DELETE FROM ${this.name} WHERE (${names}) IN (SELECT * FROM unnest(${places(keys)}))`,
      values: arrays(keys, rows),
    };
  }
}

function places(columns: Columns): string {
  return columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
}

function arrays(columns: Columns, rows: readonly Row[]): unknown[] {
  return columns.map(({ name, type }) =>
    rows.map((row) =>
      type.startsWith('json') && row[name] !== null ? JSON.stringify(row[name]) : row[name],
    ),
  );
}
