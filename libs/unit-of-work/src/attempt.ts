import type { ActDetails, Context, MessageType } from '@waybill/kernel';
import { shardOf } from '@waybill/outbox';
import { type AnyRowType, type RowType, keyOf, wholeOf } from './row-type.js';
import { entryOf, trail } from './trail.js';
import { effectContextOf, effects, outboxMessages } from './tables.js';
import type { About, TransactionWork, EffectRequest, Tx } from './unit-of-work.js';
import { type Cell, type List, type BatchRows, amended, refused } from './batch-rows.js';

export interface Write {
  readonly rowType: AnyRowType;
  readonly key: string;
  readonly row: object | undefined;
  /** The handler did not load this row, so it must not exist. */
  readonly insert: boolean;
}

/** One handler run in a batch: what it read, and what it writes if it is accepted. */
export class Attempt implements Tx {
  readonly writes = new Map<string, Write>();
  value: unknown;
  /** Set when the handler threw or its writes were refused. */
  error: { readonly cause: unknown } | undefined;
  /** Loads in flight. */
  pending = 0;
  /** The handler has returned or thrown. */
  over = false;
  private readonly seen = new Map<Cell | List, number>();
  private details: ActDetails = {};

  constructor(
    private readonly batch: BatchRows<Attempt>,
    readonly context: Context,
    private readonly work: TransactionWork<unknown>,
  ) {}

  get at(): Date {
    return this.batch.at;
  }

  /** False when a row that this run has read was changed by an earlier run. */
  get current(): boolean {
    for (const [cell, revision] of this.seen) if (cell.revision !== revision) return false;
    return true;
  }

  async start(): Promise<void> {
    try {
      this.value = await this.work(this);
      this.recordAct();
    } catch (cause) {
      this.error = { cause };
    }
  }

  load<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    key: object,
  ): Promise<Row | undefined> {
    return this.get(rowType, key, true) as Promise<Row | undefined>;
  }

  read<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    key: object,
  ): Promise<Row | undefined> {
    return this.get(rowType, key, false) as Promise<Row | undefined>;
  }

  async list<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    parent: Partial<Row>,
    after: number,
  ): Promise<readonly Row[]> {
    const request = { rowType, parent, after };
    const list = this.note(await this.batch.list(this, request));
    let rows = list.rows;
    for (const write of this.writes.values()) {
      if (write.rowType === wholeOf(request.rowType))
        rows = amended(request, rows, this.batch.known(write.key)?.row, write.row);
    }
    return rows as Row[];
  }

  save<Row extends object, Key extends keyof Row>(rowType: RowType<Row, Key>, row: Row): void {
    this.write(rowType, row, row);
  }

  remove<Row extends object, Key extends keyof Row>(rowType: RowType<Row, Key>, key: object): void {
    this.write(rowType, key, undefined);
  }

  append<Row extends object, Key extends keyof Row>(rowType: RowType<Row, Key>, row: Row): void {
    const name = nameOf(rowType, row);
    if (this.writes.get(name)?.row)
      throw refused('23505', `${rowType.table}: the handler has already written a row with this key`);
    this.writes.set(name, { rowType, key: name, row, insert: true });
  }

  publish<Data>(type: MessageType<string, Data>, key: string, data: NoInfer<Data>, about?: About): string {
    const id = this.batch.ids.next();
    const { causationId, correlationId, userId, tenant, traceparent } = effectContextOf(this.context);
    this.append(outboxMessages, {
      position: 0,
      shard: shardOf(key),
      topic: type.topic,
      key,
      id,
      type: type.type,
      version: type.version,
      source: this.batch.source,
      time: this.at,
      correlationId,
      causationId,
      userId: userId ?? null,
      tenant,
      traceparent,
      aggregateType: about?.aggregateType ?? null,
      aggregateVersion: about?.aggregateVersion ?? null,
      // Parsed against the contract: consumers never receive invalid data or fields that it does not list.
      body: JSON.stringify(type.parse(data)),
    });
    return id;
  }

  effect({ kind, key, payload, dueAt = this.at, context }: EffectRequest): void {
    this.append(effects, {
      id: this.batch.ids.next(),
      shard: shardOf(key),
      kind,
      key,
      payload,
      context: context ?? effectContextOf(this.context),
      attempt: 1,
      dueAt,
    });
  }

  record(details: ActDetails): void {
    this.details = { ...this.details, ...details };
  }

  private recordAct(): void {
    const { act } = this.context;
    if (!act) return;
    const entry = entryOf(act, this.details, { id: this.batch.ids.next(), at: this.at });
    if (entry) this.append(trail, entry);
  }

  private async get(rowType: AnyRowType, key: object, lock: boolean): Promise<object | undefined> {
    const own = this.writes.get(nameOf(rowType, key));
    if (own) return own.row;
    return this.note(await this.batch.cell(this, { rowType, key, lock })).row;
  }

  /** Keeps the revision of the first read: if the row changes before a second read, the handler must run again. */
  private note<Seen extends Cell | List>(seen: Seen): Seen {
    if (!this.seen.has(seen)) this.seen.set(seen, seen.revision);
    return seen;
  }

  private write(rowType: AnyRowType, key: object, row: object | undefined): void {
    const name = nameOf(rowType, key);
    const cell = this.batch.known(name);
    const insert = this.writes.get(name)?.insert ?? !(cell && this.seen.has(cell));
    if (insert && !row && !this.writes.has(name))
      throw new Error(`load the row of ${rowType.table} to remove it`);
    this.writes.set(name, { rowType, key: name, row, insert });
  }
}

function nameOf(rowType: AnyRowType, key: object): string {
  return `${rowType.table}\u0000${keyOf(rowType, key)}`;
}
