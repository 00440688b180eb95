import type { Context, MessageType } from '@waybill/kernel';
import { shardOf } from '@waybill/outbox';
import { type AnyKind, type Kind, keyOf } from './kind.js';
import { effectContextOf, effects, outboxKind } from './tables.js';
import type { About, Act, EffectRequest, Tx } from './unit-of-work.js';
import { type Cell, type List, type SetRows, amended, refused } from './set-rows.js';

export interface Write {
  readonly kind: AnyKind;
  readonly key: string;
  readonly row: object | undefined;
  /** The act never saw this row, so it claims that there is none. */
  readonly insert: boolean;
}

/** One act's view of the set: what it read, and what it would write if it stands. */
export class Attempt implements Tx {
  readonly writes = new Map<string, Write>();
  value: unknown;
  /** Set when the act was refused; `cause` is what it threw. */
  error: { readonly cause: unknown } | undefined;
  /** Loads that the act waits for. */
  pending = 0;
  /** The act has returned or thrown. */
  over = false;
  private readonly seen = new Map<Cell | List, number>();

  constructor(
    private readonly set: SetRows<Attempt>,
    readonly context: Context,
    private readonly act: Act<unknown>,
  ) {}

  get at(): Date {
    return this.set.at;
  }

  /** True while nothing that this act read has changed since. */
  get current(): boolean {
    for (const [cell, revision] of this.seen) if (cell.revision !== revision) return false;
    return true;
  }

  async start(): Promise<void> {
    try {
      this.value = await this.act(this);
    } catch (cause) {
      this.error = { cause };
    }
  }

  load<Row extends object, Key extends keyof Row>(
    kind: Kind<Row, Key>,
    key: object,
  ): Promise<Row | undefined> {
    return this.get(kind, key, true) as Promise<Row | undefined>;
  }

  read<Row extends object, Key extends keyof Row>(
    kind: Kind<Row, Key>,
    key: object,
  ): Promise<Row | undefined> {
    return this.get(kind, key, false) as Promise<Row | undefined>;
  }

  async list<Row extends object, Key extends keyof Row>(
    kind: Kind<Row, Key>,
    parent: Partial<Row>,
    after: number,
  ): Promise<readonly Row[]> {
    const request = { kind: kind, parent, after };
    const list = this.note(await this.set.list(this, request));
    let rows = list.rows;
    for (const write of this.writes.values()) {
      if (write.kind === request.kind)
        rows = amended(request, rows, this.set.known(write.key)?.row, write.row);
    }
    return rows as Row[];
  }

  save<Row extends object, Key extends keyof Row>(kind: Kind<Row, Key>, row: Row): void {
    this.write(kind, row, row);
  }

  remove<Row extends object, Key extends keyof Row>(kind: Kind<Row, Key>, key: object): void {
    this.write(kind, key, undefined);
  }

  append<Row extends object, Key extends keyof Row>(kind: Kind<Row, Key>, row: Row): void {
    const name = nameOf(kind, row);
    if (this.writes.get(name)?.row)
      throw refused('23505', `${kind.table}: the act wrote a row with this key before`);
    this.writes.set(name, { kind: kind, key: name, row, insert: true });
  }

  publish<Data>(type: MessageType<string, Data>, key: string, data: NoInfer<Data>, about?: About): string {
    const id = this.set.ids.next();
    const { causationId, correlationId, userId, tenant, traceparent } = effectContextOf(this.context);
    this.append(outboxKind, {
      position: 0,
      shard: shardOf(key),
      topic: type.topic,
      key,
      id,
      type: type.type,
      version: type.version,
      source: this.set.source,
      time: this.at,
      correlationId,
      causationId,
      userId: userId ?? null,
      tenant,
      traceparent,
      aggregateType: about?.aggregateType ?? null,
      aggregateVersion: about?.aggregateVersion ?? null,
      // Nothing leaves that its readers would refuse, and no field that the contract does not name.
      body: JSON.stringify(type.parse(data)),
    });
    return id;
  }

  effect({ kind, key, payload, dueAt = this.at, context }: EffectRequest): void {
    this.append(effects, {
      id: this.set.ids.next(),
      shard: shardOf(key),
      kind,
      key,
      payload,
      context: context ?? effectContextOf(this.context),
      attempt: 1,
      dueAt,
    });
  }

  private async get(kind: AnyKind, key: object, lock: boolean): Promise<object | undefined> {
    const own = this.writes.get(nameOf(kind, key));
    if (own) return own.row;
    return this.note(await this.set.cell(this, { kind, key, lock })).row;
  }

  /** The first look counts: an act that sees a row twice, with a change in between, must decide again. */
  private note<Seen extends Cell | List>(seen: Seen): Seen {
    if (!this.seen.has(seen)) this.seen.set(seen, seen.revision);
    return seen;
  }

  private write(kind: AnyKind, key: object, row: object | undefined): void {
    const name = nameOf(kind, key);
    const cell = this.set.known(name);
    const insert = this.writes.get(name)?.insert ?? !(cell && this.seen.has(cell));
    if (insert && !row && !this.writes.has(name))
      throw new Error(`load the row of ${kind.table} to remove it`);
    this.writes.set(name, { kind, key: name, row, insert });
  }
}

function nameOf(kind: AnyKind, key: object): string {
  return `${kind.table}\u0000${keyOf(kind, key)}`;
}
