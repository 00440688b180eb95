import { poolOn } from '@waybill/testing';

/** The columns of a service's tables in which one of the marks is found. Binary columns are read as text. */
export async function columnsWith(url: string, service: string, marks: readonly string[]): Promise<string[]> {
  const pool = poolOn(url, { max: 1 });
  try {
    const { rows: columns } = await pool.query<{ table: string; column: string }>(
      `SELECT c.relname AS table, a.attname AS column FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND a.attnum > 0 AND NOT a.attisdropped`,
    );
    const searched = [...marks, ...marks.map((mark) => Buffer.from(mark).toString('hex'))];
    const query = columns
      .map(
        ({ table, column }) =>
          `SELECT '${service}.${table}.${column}' AS place WHERE EXISTS (SELECT FROM "${table}" t, unnest($1::text[]) mark
           WHERE strpos(t."${column}"::text, mark) > 0)`,
      )
      .join(' UNION ALL ');
    const { rows } = await pool.query<{ place: string }>(query, [searched]);
    return rows.map(({ place }) => place);
  } finally {
    await pool.end();
  }
}
