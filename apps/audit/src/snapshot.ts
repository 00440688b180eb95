import pg from 'pg';

const ROWS = 1_000;

/** A snapshot of one database, read with cursors: at most a thousand rows are in memory. */
export class Snapshot {
  private cursors = 0;

  private constructor(
    private readonly client: pg.Client,
    /** Time of the snapshot, by the clock of the database. */
    readonly at: Date,
  ) {}

  static async open(url: string): Promise<Snapshot> {
    const client = new pg.Client({ connectionString: url, application_name: 'waybill-audit' });
    // A broken connection rejects the query in flight; without a listener its error event would end the process.
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ at: Date }>('SELECT now() AS at');
    return new Snapshot(client, rows[0]!.at);
  }

  async *rows<Row extends object>(sql: string, values: readonly unknown[] = []): AsyncGenerator<Row> {
    const cursor = `audit_${++this.cursors}`;
    await this.client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, [...values]);
    for (;;) {
      const { rows } = await this.client.query<Row>(`FETCH ${ROWS} FROM ${cursor}`);
      yield* rows;
      if (rows.length < ROWS) break;
    }
    await this.client.query(`CLOSE ${cursor}`);
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

/** The rows of several sources with the same key. */
export type Together<Sources> = {
  readonly [Name in keyof Sources]: Sources[Name] extends AsyncIterable<infer Row> ? readonly Row[] : never;
};

interface Keyed {
  readonly key: string;
}

/** Merges sources that are sorted by key (`COLLATE "C"`): yields the rows of all sources per key. */
export async function* together<Sources extends Readonly<Record<string, AsyncIterable<Keyed>>>>(
  sources: Sources,
): AsyncGenerator<{ readonly key: string; readonly rows: Together<Sources> }> {
  const heads = [];
  for (const [name, source] of Object.entries(sources)) {
    const rows = source[Symbol.asyncIterator]();
    heads.push({ name, rows, next: await rows.next() });
  }
  for (;;) {
    const keys = heads.flatMap(({ next }) => (next.done ? [] : [next.value.key]));
    if (keys.length === 0) return;
    const key = keys.reduce((least, other) => (other < least ? other : least));
    const found: Record<string, Keyed[]> = {};
    for (const head of heads) {
      const rows: Keyed[] = (found[head.name] = []);
      for (; !head.next.done && head.next.value.key === key; head.next = await head.rows.next())
        rows.push(head.next.value);
    }
    yield { key, rows: found as unknown as Together<Sources> };
  }
}
