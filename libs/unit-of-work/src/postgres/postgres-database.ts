import { type CommittedMessages, MOST_EARLIER, type OutboxMessage } from '@waybill/outbox';
import pg, { type Pool, type PoolClient, type QueryResult } from 'pg';
import { codeOf, instantOf } from '@waybill/kernel';
import { type Column, keyOf } from '../row-type.js';
import {
  type Begun,
  type Changes,
  type Claim,
  CommitInDoubt,
  type Database,
  type ListRequest,
  type LoadRequest,
  type Session,
} from '../session.js';
import { outboxMessages } from '../tables.js';
import {
  type Statement,
  claimStatement,
  listStatement,
  loadStatement,
  saveStatement,
  standingStatement,
  unclaimStatement,
} from './sql.js';

const { DatabaseError } = pg;

type Row = Record<string, unknown>;

/** Batches on Postgres. With pipelining connections (`pipeline: true`), a round costs one round trip and not one per statement. */
export function postgresDatabase(pool: Pool): Database {
  return {
    async open() {
      return new PostgresSession(await pool.connect());
    },
    async standing(claims) {
      const { rows } = await pool.query<{ consumer: string; message_id: string }>(
        standingStatement(...columnsOf(claims)),
      );
      return rows.map(({ consumer, message_id }) => ({ consumer, messageId: message_id }));
    },
  };
}

class PostgresSession implements Session {
  private open = true;
  private lost = false;
  private readonly pipelines: boolean;
  /** The previous statement, if the connection does not pipeline. */
  private before: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: PoolClient) {
    this.pipelines = (client as { pipeline?: boolean }).pipeline === true;
    client.on('error', ignore);
  }

  async begin(
    claims: readonly Claim[],
    loads: readonly LoadRequest[] = [],
    lists: readonly ListRequest[] = [],
  ): Promise<Begun> {
    const [, answer, rows, listed] = await Promise.all([
      this.query('BEGIN'),
      this.query<{ at: Date; claimed: { consumer: string; message_id: string }[] }>(
        claimStatement(...columnsOf(claims)),
      ),
      this.load(loads),
      // Sent after the loads, so it sees what was committed before their rows were locked.
      this.list(lists),
    ]);
    const { at, claimed } = answer.rows[0]!;
    const fresh = claimed.map(({ consumer, message_id }) => ({ consumer, messageId: message_id }));
    return { at, fresh, rows, listed };
  }

  async load(requests: readonly LoadRequest[]): Promise<(object | undefined)[]> {
    const groups = groupBy(requests, ({ rowType, lock }) => `${rowType.table} ${lock}`);
    const found = new Map<string, object>();
    await Promise.all(
      groups.map(async (group) => {
        const { rowType, lock } = group[0]!;
        const { rows } = await this.query<Row>(loadStatement(rowType, keysOf(group), lock));
        for (const row of rows) found.set(`${rowType.table} ${keyOf(rowType, row)} ${lock}`, row);
      }),
    );
    return requests.map(({ rowType, key, lock }) =>
      found.get(`${rowType.table} ${keyOf(rowType, key)} ${lock}`),
    );
  }

  async list(requests: readonly ListRequest[]): Promise<object[][]> {
    const lists = new Map<ListRequest, object[]>(requests.map((request) => [request, []]));
    const groups = Map.groupBy(requests, ({ rowType }) => rowType);
    await Promise.all(
      [...groups].map(async ([rowType, group]) => {
        const parentColumns = rowType.key.slice(0, -1);
        const position = rowType.key.at(-1)!.property;
        const byParent = Map.groupBy(group, ({ parent }) => valuesOf(parentColumns, parent));
        const parents = [...byParent.values()].map((own) => own[0]!.parent);
        const after = [...byParent.values()].map((own) => Math.min(...own.map((request) => request.after)));
        const { rows } = await this.query<Row>(listStatement(rowType, parents, after));
        for (const row of rows)
          for (const request of byParent.get(valuesOf(parentColumns, row))!)
            if (Number(row[position]) > request.after) lists.get(request)!.push(row);
      }),
    );
    return [...lists.values()];
  }

  async commit(
    changes: readonly Changes[],
    unclaim: readonly Claim[],
  ): Promise<CommittedMessages | undefined> {
    const save = saveStatement(changes);
    // Sent together. After a failed statement, Postgres treats the following COMMIT as ROLLBACK.
    const [saved, unclaimed, committed] = await Promise.allSettled([
      save && this.query<MessagesWritten>(save),
      unclaim.length > 0 && this.query(unclaimStatement(...columnsOf(unclaim))),
      this.query('COMMIT'),
    ]);
    const refused = [saved, unclaimed].find(
      (result) => result.status === 'rejected' && isAnswer(result.reason),
    );
    if (committed.status === 'rejected' && !refused) {
      this.release(true);
      throw new CommitInDoubt('COMMIT was sent and no response came', { cause: committed.reason });
    }
    this.release(this.lost || committed.status === 'rejected');
    if (refused?.status === 'rejected') throw refused.reason;
    if (committed.status === 'fulfilled' && committed.value.command !== 'COMMIT')
      throw new Error('Postgres rolled the transaction back instead of committing it');
    const written = saved.status === 'fulfilled' ? saved.value?.rows[0] : undefined;
    return written?.positions && messagesOf(changes, written);
  }

  async rollback(): Promise<void> {
    if (!this.open) return;
    if (!this.lost) await this.query('ROLLBACK').catch(() => (this.lost = true));
    // A connection in an unknown state may still have an open transaction, so it does not return to the pool.
    this.release(this.lost);
  }

  private async query<R extends object = Row>(statement: Statement | string): Promise<QueryResult<R>> {
    try {
      return await this.send<R>(statement);
    } catch (error) {
      // Without a response the state of the connection is unknown, and another statement could wait forever.
      // 25006: the server is read-only after a failover. The pool must connect to the new primary.
      if (!isAnswer(error) || codeOf(error) === '25006') this.lost = true;
      throw error;
    }
  }

  private send<R extends object>(statement: Statement | string): Promise<QueryResult<R>> {
    if (this.pipelines) return this.client.query<R>(statement);
    const result = this.before.then(() => this.client.query<R>(statement));
    // After a statement without a response nothing more is sent.
    this.before = result.catch((error: unknown) => (isAnswer(error) ? undefined : Promise.reject(error)));
    this.before.catch(ignore);
    return result;
  }

  private release(destroy: boolean): void {
    if (!this.open) return;
    this.open = false;
    this.client.off('error', ignore);
    this.client.release(destroy);
  }
}

/** What a save returns; no positions if it wrote no message. */
interface MessagesWritten {
  readonly positions?: Readonly<Record<string, number>>;
  readonly earlier: NonNullable<CommittedMessages['earlier']>;
  readonly standing: number;
}

function messagesOf(
  changes: readonly Changes[],
  { positions, earlier, standing }: MessagesWritten,
): CommittedMessages {
  const inserts = changes.find(({ rowType }) => rowType.table === outboxMessages.table)!.inserts;
  return {
    messages: (inserts as readonly OutboxMessage[])
      .map((message) => ({ ...message, position: positions![message.id]! }))
      .sort((a, b) => a.position - b.position),
    earlier: standing < MOST_EARLIER ? earlier : undefined,
  };
}

/** A lost connection also rejects the query in flight; the event must not end the process. */
function ignore(): void {}

/** The server responded, so it is known whether the transaction was committed. */
function isAnswer(error: unknown): boolean {
  return error instanceof DatabaseError;
}

function columnsOf(claims: readonly Claim[]): [days: string[], consumers: string[], ids: string[]] {
  return [
    claims.map(({ messageId }) => (instantOf(messageId) ?? new Date(0)).toISOString().slice(0, 10)),
    claims.map(({ consumer }) => consumer),
    claims.map(({ messageId }) => messageId),
  ];
}

/** The values of these columns in one string. */
function valuesOf(columns: readonly Column[], row: object): string {
  return columns.map(({ property }) => (row as Row)[property]).join('\u0000');
}

function keysOf(requests: readonly LoadRequest[]): object[] {
  return requests.map(({ key }) => key);
}

function groupBy<T>(items: readonly T[], name: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(name(item));
    if (group) group.push(item);
    else groups.set(name(item), [item]);
  }
  return [...groups.values()].sort((a, b) => (name(a[0]!) < name(b[0]!) ? -1 : 1));
}
