import { type ServiceApp, dataSourceOf } from '@waybill/platform';
import pg from 'pg';
import type { DataSource, Logger } from 'typeorm';
import { poolOn } from './stack/databases.js';
import { type ServiceDatabase, serviceDatabase } from './stack/service-database.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

/** How Postgres executed a statement: the nodes of its plan with their indexes, and how many rows of the table they examined. */
export interface Run {
  readonly reads: readonly string[];
  readonly rows: number;
}

interface Connection {
  query<Row extends object>(text: string): Promise<{ readonly rows: Row[] }>;
}

/** Prepares a statement, as a service does, executes it and explains its plan. */
export async function runOf(client: Connection, { text, values }: Statement, table: string): Promise<Run> {
  const literals = values.map((value) =>
    pg.escapeLiteral(value instanceof Date ? value.toISOString() : String(value)),
  );
  const given = literals.length > 0 ? `(${literals.join(', ')})` : '';
  await client.query(`PREPARE explained AS ${text}`);
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE explained${given}`,
  );
  await client.query('DEALLOCATE explained');
  const nodes = all(rows[0]!['QUERY PLAN'][0].Plan);
  const examined = nodes.filter((node) => node['Relation Name'] === table);
  return {
    reads: nodes.map((node) => [node['Node Type'], node['Index Name']].filter(Boolean).join(' ')),
    rows: examined.reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    ),
  };
}

function all(plan: Node): Node[] {
  return [plan, ...(plan.Plans ?? []).flatMap(all)];
}

export interface Listing {
  readonly app: Pick<ServiceApp, 'name' | 'entities' | 'migrations'>;
  readonly url: string;
  /** Its rows are counted. */
  readonly table: string;
}

/** A migrated database whose table has the rows that `insert` makes of their number, `$1`, with statistics of them. */
export async function filledListing(
  app: Listing['app'],
  table: string,
  { insert, rows }: { readonly insert: string; readonly rows: number },
): Promise<{ readonly database: ServiceDatabase; readonly listing: Listing }> {
  const database = await serviceDatabase(`${table}_lists`, app.migrations);
  const owner = poolOn(database.url, { max: 1 });
  await owner.query(insert, [rows]);
  await owner.query(`VACUUM ANALYZE ${table}`);
  await owner.end();
  return { database, listing: { app, url: database.url, table } };
}

/** How Postgres executes the statements with which a list reads its table, as TypeORM builds them. */
export async function listingRuns(
  { app, url, table }: Listing,
  list: (dataSource: DataSource) => Promise<unknown>,
): Promise<Run[]> {
  const sent: Statement[] = [];
  const dataSource = dataSourceOf(app, url);
  dataSource.setOptions({ logging: ['query'], logger: recorder(sent) });
  await dataSource.initialize();
  // A prepared statement belongs to its connection.
  const runner = dataSource.createQueryRunner();
  const query = async <Row extends object>(text: string) => ({
    rows: (await runner.query(text)) as unknown as Row[],
  });
  try {
    await list(dataSource);
    const runs: Run[] = [];
    for (const statement of sent.filter(({ text }) => text.includes(`FROM "${table}"`)))
      runs.push(await runOf({ query }, statement, table));
    return runs;
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

function recorder(sent: Statement[]): Logger {
  const ignore = (): void => undefined;
  return {
    logQuery: (text, values = []) => void sent.push({ text, values: values as unknown[] }),
    logQueryError: ignore,
    logQuerySlow: ignore,
    logSchemaBuild: ignore,
    logMigration: ignore,
    log: ignore,
  };
}
