import { type OutboxMessage, SHARDS, SentMessage } from '@waybill/outbox';
import {
  type Kind,
  type MemoryDatabase,
  effects,
  kind,
  outboxKind,
  pendingReactions,
} from '@waybill/unit-of-work';

type Row = Record<string, unknown>;
interface Lease {
  owner: string | null;
  token: number;
  expiresAt: number;
}

export const sentMessages = kind(SentMessage, ['day', 'id']);

/** A query that runs beside the shell, and what it answers from the twin at an instant by its clock. */
export interface TwinQuery {
  /** What tells it from the others. */
  readonly text: string;
  answer(rows: (table: string) => readonly Row[], now: number, values: readonly unknown[]): object[];
}

/**
 * The few queries that run beside the shell (relay, leases, what is due), answered from the twin. A query that is not known
 * here is refused by its text: then it needs its line in `answers`.
 */
export class PoolTwin {
  private readonly leases = new Map<string, Lease>();
  private readonly parked = new Map<string, { shard: number; retryAt: number; tries: number }>();

  constructor(
    private readonly database: MemoryDatabase,
    private readonly queries: readonly TwinQuery[],
    private readonly recovered: (way: string) => void,
  ) {
    for (const name of ['outbox', 'effects', 'reactions'])
      for (let shard = 0; shard < SHARDS; shard++)
        this.leases.set(`${name} ${shard}`, { owner: null, token: 0, expiresAt: 0 });
  }

  /** Of each query what tells it from the others, what it is called in a trace, and its answer. */
  private readonly answers: readonly [string, string, (values: never) => object[]][] = [
    ['INSERT INTO leases', 'lease', (values: [string, string, number]) => this.members(...values)],
    ['WITH wanted AS', 'lease', (values: [string, string, number, number]) => this.take(...values)],
    ['UPDATE leases SET owner = NULL', 'lease', (values: [string, string]) => this.release(...values)],
    ['INSERT INTO outbox_sent', 'move', (values: never) => this.move(values)],
    ['key = $3 ORDER BY position', 'read', (values: [number[], number, string]) => this.ofKey(...values)],
    ['FROM outbox\n', 'read', (values: [number[], number, number[]]) => this.outbox(...values)],
    ['SELECT key FROM outbox_parked', 'read', ([shards]: [number[]]) => this.dueParked(shards)],
    ['INSERT INTO outbox_parked', 'move', (values: [string, number]) => this.park(...values)],
    ['DELETE FROM outbox_parked', 'move', ([keys]: [string[]]) => this.unpark(keys)],
    ['FROM effects', 'read', (values: [number, number[], string[]]) => this.dueEffects(...values)],
    [
      'FROM reactions\n',
      'read',
      (values: [number[], string[], string[], number]) => this.reactions(...values),
    ],
    ['DELETE FROM reactions', 'move', ([positions]: [number[]]) => this.removeReactions(positions)],
    ['FROM sagas WHERE wake_at', 'read', () => this.dueSagas()],
    // Alarms, and what is kept for long: nothing of it concerns a run.
    ['log -> -1', 'read', () => []],
    ['DELETE FROM webhook_', 'move', () => []],
  ];

  /** What it is called, and what it answers when it is run. */
  find(text: string): { name: string; answer: (values: readonly unknown[]) => object[] } {
    const own = this.queries.find((query) => text.includes(query.text));
    if (own) {
      const rows = (table: string) => this.rowsOf({ table });
      return { name: 'read', answer: (values) => own.answer(rows, this.now, values) };
    }
    const known = this.answers.find(([part]) => text.includes(part));
    if (!known) throw new Error(`the simulation has no twin of this query: ${text}`);
    return { name: known[1], answer: known[2] as (values: readonly unknown[]) => object[] };
  }

  private get now(): number {
    return this.database.clock.now().getTime();
  }

  private rowsOf(of: Kind | { table: string }): Row[] {
    return [...(this.database.tableNamed(of.table)?.rows.values() ?? [])];
  }

  private members(name: string, owner: string, ttlMs: number): object[] {
    const others = [...this.leases].filter(
      ([key, lease]) =>
        key.startsWith(`${name}/`) && key !== `${name}/${owner} 0` && lease.expiresAt > this.now,
    );
    this.leases.set(`${name}/${owner} 0`, { owner, token: 0, expiresAt: this.now + ttlMs });
    return [{ members: others.length + 1 }];
  }

  private take(name: string, owner: string, ttlMs: number, share: number): object[] {
    const all = Array.from({ length: SHARDS }, (_, shard) => ({
      shard,
      lease: this.leases.get(`${name} ${shard}`)!,
    }));
    const isMine = ({ lease }: { lease: Lease }) => lease.owner === owner && lease.expiresAt > this.now;
    const wanted = all
      .filter(({ lease }) => lease.owner === owner || lease.expiresAt <= this.now)
      .sort((a, b) => Number(isMine(b)) - Number(isMine(a)) || a.shard - b.shard)
      .slice(0, share);
    for (const { lease } of all.filter((one) => one.lease.owner === owner && !wanted.includes(one)))
      Object.assign(lease, { owner: null, expiresAt: this.now });
    for (const one of wanted) {
      if (!isMine(one)) one.lease.token++;
      if (one.lease.owner !== null && one.lease.owner !== owner)
        this.recovered('lease: taken from one that is silent');
      Object.assign(one.lease, { owner, expiresAt: this.now + ttlMs });
    }
    return wanted.map(({ shard, lease }) => ({ shard, token: lease.token }));
  }

  private release(name: string, owner: string): object[] {
    for (const [key, lease] of this.leases)
      if (lease.owner === owner && (key.startsWith(`${name} `) || key === `${name}/${owner} 0`))
        Object.assign(lease, { owner: null, expiresAt: this.now });
    return [];
  }

  private outbox(shards: number[], limit: number, moving: number[]): object[] {
    return this.rowsOf(outboxKind)
      .filter(
        ({ shard, position, key }) =>
          shards.includes(shard as number) &&
          !moving.includes(position as number) &&
          !this.parked.has(key as string),
      )
      .sort(byPosition)
      .slice(0, limit)
      .map((row) => ({ ...row }));
  }

  private ofKey(shards: number[], limit: number, of: string): object[] {
    return this.rowsOf(outboxKind)
      .filter(({ shard, key }) => shards.includes(shard as number) && key === of)
      .sort(byPosition)
      .slice(0, limit)
      .map((row) => ({ ...row }));
  }

  private move([positions, partitions, offsets, shards, tokens]: number[][]): object[] {
    const held = new Set(
      shards!.filter((shard, index) => this.leases.get(`outbox ${shard}`)?.token === tokens![index]),
    );
    const place = new Map(positions!.map((position, index) => [position, index]));
    const moved = this.rowsOf(outboxKind).filter(
      ({ position, shard }) => place.has(position as number) && held.has(shard as number),
    ) as unknown as OutboxMessage[];
    if (moved.length < positions!.length) this.recovered('relay: sent by another meanwhile');
    const day = new Date(this.now).toISOString().slice(0, 10);
    const sent = moved
      .map(({ id, topic, key, position }) => {
        const index = place.get(position)!;
        return { day, id, topic, key, partition: partitions![index]!, offset: offsets![index]! };
      })
      .filter(({ id }) => !this.database.tableNamed('outbox_sent')?.rows.has(`${day}\u0000${id}`));
    const none = { updates: [], touched: [] };
    this.database.apply(
      [
        { ...none, kind: outboxKind as unknown as Kind, inserts: [], removals: moved },
        { ...none, kind: sentMessages as unknown as Kind, inserts: sent, removals: [] },
      ],
      [],
    );
    return [];
  }

  private dueParked(shards: number[]): object[] {
    return [...this.parked]
      .filter(([, { shard, retryAt }]) => shards.includes(shard) && retryAt <= this.now)
      .map(([key]) => ({ key }));
  }

  private park(key: string, shard: number): object[] {
    const tries = (this.parked.get(key)?.tries ?? 4) + 1;
    this.parked.set(key, { shard, tries, retryAt: this.now + 30_000 });
    return [];
  }

  private unpark(keys: string[]): object[] {
    for (const key of keys) this.parked.delete(key);
    return [];
  }

  private dueEffects(withinMs: number, shards: number[], known: string[]): object[] {
    return this.rowsOf(effects)
      .filter(
        ({ dueAt, shard, id }) =>
          Number(dueAt) <= this.now + withinMs &&
          shards.includes(shard as number) &&
          !known.includes(id as string),
      )
      .sort((a, b) => Number(a['dueAt']) - Number(b['dueAt']))
      .slice(0, 500)
      .map((row) => ({ ...row, waitMs: Number(row['dueAt']) - this.now }));
  }

  private reactions(shards: number[], consumers: string[], busy: string[], limit: number): object[] {
    return this.rowsOf(pendingReactions)
      .filter(
        ({ shard, consumer, key }) =>
          shards.includes(shard as number) &&
          consumers.includes(consumer as string) &&
          !busy.includes(`${String(consumer)} ${String(key)}`),
      )
      .sort(byPosition)
      .slice(0, limit)
      .map((row) => ({ ...row }));
  }

  private removeReactions(positions: number[]): object[] {
    const removals = this.rowsOf(pendingReactions).filter(({ position }) =>
      positions.includes(position as number),
    );
    const none = { inserts: [], updates: [], touched: [] };
    this.database.apply([{ ...none, kind: pendingReactions as unknown as Kind, removals }], []);
    return [];
  }

  private dueSagas(): object[] {
    return this.rowsOf({ table: 'sagas' })
      .filter(({ wakeAt }) => wakeAt !== null && Number(wakeAt) <= this.now)
      .sort((a, b) => Number(a['wakeAt']) - Number(b['wakeAt']))
      .slice(0, 200)
      .map(({ id, tenant }) => ({ id, tenant }));
  }
}

function byPosition(a: Row, b: Row): number {
  return (a['position'] as number) - (b['position'] as number);
}
