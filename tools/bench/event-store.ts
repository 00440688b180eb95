import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Event } from '@event-driven-io/emmett';
import { type PostgresEventStore, getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { EventStore, readAggregate } from '@waybill/event-store';
import { type Context, systemTimers } from '@waybill/kernel';
import { unitOfWorkPool, systemClock, uuids } from '@waybill/platform';
import { type Stack, TEST_DATABASE_URL, postgresWorld } from '@waybill/testing';
import { CLAIM_DAYS, BatchRunner, type Tx, postgresDatabase } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { round } from '../load/run.js';
import {
  type Account,
  type AccountEvent,
  type AccountState,
  accountEvents,
  accountMigrations,
  accounts,
  evolve,
  generateAccounts,
} from './accounts.js';
import type { Note } from './messaging.js';

const CLIENTS = 50;
const TURNS = 3;
/** Duration of a turn. The first second is not counted. */
const SECONDS = 4;
/** Streams of each length, read in turn. */
const STREAMS = 20;

/** Measures the event store alone against Emmett with its defaults: appends, loads, and the rebuild of a view. */
export async function eventStoreFigures(stack: Stack, note: Note): Promise<void> {
  process.env[TEST_DATABASE_URL] = stack.databaseUrl;
  await againstPeer(note);
  await rebuilds(note);
}

async function againstPeer(note: Note): Promise<void> {
  const world = await postgresWorld('bench_events', accountMigrations);
  const peerWorld = await postgresWorld('bench_peer');
  const pool = unitOfWorkPool(world.service.url, 'bench');
  const unitOfWork = new BatchRunner({
    database: postgresDatabase(pool),
    source: '/bench',
    ids: uuids,
    clock: systemClock,
    timers: systemTimers,
    random: Math.random,
    retentionDays: CLAIM_DAYS,
  });
  const peer = getPostgreSQLEventStore(peerWorld.service.url);
  try {
    await peer.schema.migrate();
    await appends(unitOfWork, peer, note);
    await loads(unitOfWork, pool, peer, note);
  } finally {
    await peer.close();
    await pool.end();
    await world.close();
    await peerWorld.close();
  }
}

async function appends(unitOfWork: BatchRunner, peer: PostgresEventStore, note: Note): Promise<void> {
  const store = new EventStore(accounts, uuids);
  const ours = () =>
    unitOfWork.run(contextOf(), (tx) =>
      store.append(tx, `account-${uuids.next()}`, 'none', accountEvents(2)),
    );
  const theirs = () => peer.appendToStream(`account-${uuids.next()}`, accountEvents(2).map(toPeer));
  await inTurns('appends of 2 events, 50 clients', CLIENTS, ours, theirs, 3, note);
}

async function loads(
  unitOfWork: BatchRunner,
  pool: Pool,
  peer: PostgresEventStore,
  note: Note,
): Promise<void> {
  // Without the cache of aggregates, because a cached load reads no events.
  const store = new EventStore(accounts, uuids, 0);
  for (const length of [10, 100, 1_000]) {
    const ids = await streams(unitOfWork, store, length);
    for (const id of ids) await peer.appendToStream(id, accountEvents(length).map(toPeer));
    const { next, check } = cycle(ids, length);
    const evolvePeer = (state: AccountState, event: PeerEvent) =>
      evolve(state, event as unknown as AccountEvent);
    const theirs = async () => {
      const options = { evolve: evolvePeer, initialState: () => ({ owner: '', balance: 0, bookings: 0 }) };
      check((await peer.aggregateStream<AccountState, PeerEvent>(next(), options)).state);
    };
    const read = async () => check((await readAggregate(pool, accounts, next()))!.state);
    const load = () => {
      const id = next();
      const work = async (tx: Tx) => check((await store.load(tx, id))!.state);
      return unitOfWork.run(contextOf(), work, store.prefetch(id));
    };
    await inTurns(`streams of ${length} read and folded`, 10, read, theirs, 1, note);
    await inTurns(
      `streams of ${length} loaded to act, locked and claimed`,
      10,
      load,
      theirs,
      undefined,
      note,
    );
  }
  const type = { ...accounts, snapshots: { schema: 1 } };
  const flat: number[] = [];
  for (const length of [150, 1_050]) {
    const { next, check } = cycle(await streams(unitOfWork, new EventStore(type, uuids), length), length);
    flat.push(await run(10, async () => check((await readAggregate(pool, type, next()))!.state)));
  }
  const figures = `of 150 ${flat[0]}/s, of 1,050 ${flat[1]}/s: ${round(flat[1]! / flat[0]!)} x`;
  note('streams with a snapshot 50 events back', figures, flat);
}

/** Creates streams of this length, ten events per append. */
async function streams(unitOfWork: BatchRunner, store: Store, length: number): Promise<string[]> {
  const ids = Array.from({ length: STREAMS }, (_, index) => `account-${length}-${index}`);
  const grow = (id: string, from: number) =>
    unitOfWork.run(contextOf(), async (tx) => {
      const account = (await store.load(tx, id)) ?? accounts.create(id, undefined, 0);
      for (const event of accountEvents(10, from)) account.write(event);
      await store.save(tx, account);
    });
  for (let from = 1; from <= length; from += 10) await Promise.all(ids.map((id) => grow(id, from)));
  return ids;
}

function cycle(ids: readonly string[], length: number) {
  let count = 0;
  return {
    next: () => ids[count++ % ids.length]!,
    check({ bookings }: AccountState): void {
      if (bookings !== length - 1) throw new Error(`${bookings + 1} events were folded, not ${length}`);
    },
  };
}

async function rebuilds(note: Note): Promise<void> {
  const world = await postgresWorld('bench_rebuild', accountMigrations);
  try {
    const sizes: number[] = [];
    let written = 0;
    for (const events of [100_000, 1_000_000]) {
      await world.pool.query(generateAccounts(written, events));
      written = events;
      await world.pool.query('VACUUM ANALYZE events');
      const { seconds, mib, liveMib, ...found } = await rebuild(world.service.url);
      const expected = { events, balance: (events / 10) * 9 * 100 };
      if (JSON.stringify(found) !== JSON.stringify(expected))
        throw new Error(`the view is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
      sizes.push(mib);
      note(
        `rebuild of a view from ${events.toLocaleString('en')} events`,
        `${Math.round(events / seconds)}/s (bar 25,000), at most ${Math.round(mib)} MiB, in use at its end ${round(liveMib)} MiB`,
        { seconds, mib, liveMib },
      );
    }
    note('memory at 1 million / at 100,000', `${round(sizes[1]! / sizes[0]!)} x (bar 1.3)`);
  } finally {
    await world.close();
  }
}

interface Rebuilt {
  readonly events: number;
  readonly balance: number;
  readonly seconds: number;
  /** Maximum resident memory of the process, and its used heap at the end. */
  readonly mib: number;
  readonly liveMib: number;
}

function rebuild(url: string): Promise<Rebuilt> {
  const child = fork(fileURLToPath(new URL('rebuild.ts', import.meta.url)), [url], {
    // The flags of the services.
    execArgv: [
      ...process.execArgv,
      '--max-semi-space-size=24',
      '--max-old-space-size=256',
      '--v8-pool-size=1',
      '--expose-gc',
    ],
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Rebuilt));
    child.once('exit', (code) => reject(new Error(`the rebuild ended with ${code}`)));
  });
}

/** Runs both sides in turns, so that a change of the machine's speed affects both. Returns our median. */
async function inTurns(
  name: string,
  clients: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
  bar: number | undefined,
  note: Note,
): Promise<number> {
  const own: number[] = [];
  const peer: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    own.push(await run(clients, ours));
    peer.push(await run(clients, theirs));
  }
  const ratio = `${round(middle(own) / middle(peer))} x`;
  const figures = `${middle(own)}/s, emmett ${middle(peer)}/s: ${ratio}`;
  note(name, bar === undefined ? figures : `${figures} (bar ${bar})`, { own, peer });
  return middle(own);
}

/** Completed calls per second with `clients` in parallel. The first second is not counted. */
async function run(clients: number, call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1_000;
  let counted = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (elapsed() < SECONDS) {
        await call();
        if (elapsed() > 1 && elapsed() <= SECONDS) counted++;
      }
    }),
  );
  return Math.round(counted / (SECONDS - 1));
}

type Store = EventStore<AccountState, AccountEvent, Account>;
type PeerEvent = Event<string, Record<string, unknown>>;

function toPeer({ type, data }: AccountEvent): PeerEvent {
  return { type, data: { ...data } };
}

function contextOf(): Context {
  return {
    messageId: uuids.next(),
    consumer: 'bench',
    correlationId: uuids.next(),
    tenant: 'default',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  };
}

function middle(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
