import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AggregateRoot, type DomainEvent, codeOf } from '@waybill/kernel';
import { postgresWorld } from '@waybill/testing';
import { type BatchRunner, postgresDatabase } from '@waybill/unit-of-work';
import { type AggregateType, EventStore } from './event-store.js';
import { readAggregate } from './read-aggregate.js';
import { storedEvents } from './tables.js';
import { eventStoreSchema } from './schema.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const WRITERS = 50;
const COMMANDS = FULL ? 10_000 : 200;
const AT = new Date('2026-03-14T09:26:53.589Z');
const STREAM = 'ledger-1';

/** One of a command's events, with the version that the command was decided on. */
type Entered = DomainEvent<
  'entered',
  { readonly command: number; readonly part: number; readonly on: number }
>;

interface LedgerState {
  readonly entries: number;
}

const evolve = (ledger?: LedgerState): LedgerState => ({ entries: (ledger?.entries ?? 0) + 1 });

class Ledger extends AggregateRoot<LedgerState, Entered> {
  /** Between one and three events. */
  enter(command: number): void {
    for (const { data } of entriesOf(command, this.version)) this.record('entered', data, AT);
  }
}

const entriesOf = (command: number, on: number): Entered[] =>
  Array.from({ length: partsOf(command) }, (_, part) => ({
    type: 'entered',
    data: { command, part, on },
    at: AT,
  }));
const partsOf = (command: number): number => 1 + (command % 3);

const ledgers: AggregateType<LedgerState, Entered, Ledger> = {
  type: 'ledger',
  begunBy: ['entered'],
  evolve,
  snapshots: { schema: 1, every: 50 },
  create: (id, state, version) => new Ledger(id, state, version, evolve),
};

type World = Awaited<ReturnType<typeof postgresWorld>>;

/** An instance of the service: a pool, a unit of work and a cache of its own. */
interface Instance {
  readonly unitOfWork: BatchRunner;
  readonly store: EventStore<LedgerState, Entered, Ledger>;
}

/** Carries a command out, or throws VERSION_CONFLICT: then it is decided again. */
type Write = (world: World, instance: Instance, command: number) => Promise<unknown>;

/** Locks the stream, decides, appends. */
const lockAndAct: Write = (world, { unitOfWork, store }, command) =>
  unitOfWork.run(world.context('ledger'), async (tx) => {
    const ledger = (await store.load(tx, STREAM)) ?? ledgers.create(STREAM, undefined, 0);
    ledger.enter(command);
    await store.save(tx, ledger);
  });

/** Decides on what it read without a lock, and appends to that version: a writer that locks the stream is faster. */
const optimistic: Write = async (world, { unitOfWork, store }, command) => {
  const ledger = (await readAggregate(world.pool, ledgers, STREAM)) ?? ledgers.create(STREAM, undefined, 0);
  ledger.enter(command);
  await unitOfWork.run(world.context('ledger'), (tx) => store.save(tx, ledger));
};

/** Naive: appends to whatever is there. */
const unchecked: Write = async (world, { unitOfWork, store }, command) => {
  const { rows } = await world.pool.query<{ version: number }>('SELECT version FROM streams WHERE id = $1', [
    STREAM,
  ]);
  const events = entriesOf(command, rows[0]?.version ?? 0);
  await unitOfWork.run(world.context('ledger'), (tx) => store.append(tx, STREAM, 'any', events));
};
/** Naive: numbers its events itself, and nothing in the table minds. */
const unguarded: Write = async ({ pool }, _, command) => {
  const { rows } = await pool.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM events WHERE stream_id = $1',
    [STREAM],
  );
  const on = rows[0]!.version;
  await pool.query(
    `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
      SELECT $1, $2 + n, 'event', 'entered', 'ledger', data, '{}', now() FROM jsonb_array_elements($3) WITH ORDINALITY AS e (data, n)`,
    [STREAM, on, JSON.stringify(entriesOf(command, on).map(({ data }) => data))],
  );
};

/** Fifty writers, each with its share of the commands one after the other; how often one of them had to decide again. */
async function carryOut(world: World, writes: readonly Write[]): Promise<number> {
  const instances: Instance[] = [1, 2].map(() => ({
    unitOfWork: world.unitOfWork({ database: postgresDatabase(world.service.another()) }),
    store: new EventStore(ledgers, world.ids),
  }));
  let conflicts = 0;
  const work = async (writer: number): Promise<void> => {
    const write = writes[writer % writes.length]!;
    const instance = instances[Math.floor(writer / writes.length) % instances.length]!;
    for (let command = writer; command < COMMANDS; command += WRITERS) {
      while (!(await accepted(write(world, instance, command)))) conflicts++;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => work(writer)));
  return conflicts;
}

async function accepted(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (codeOf(error) !== 'VERSION_CONFLICT') throw error;
    return false;
  }
}

/** What is not as it must be: every command's events there once, numbered without a gap, behind what they were decided on. */
async function faults(world: World): Promise<Record<'versions' | 'commands' | 'decisions', string[]>> {
  const events = (await world.rows(storedEvents)) as { version: number; data: Entered['data'] }[];
  const there = tally(events.map(({ version }) => version));
  const versions = Array.from({ length: Math.max(...there.keys()) }, (_, index) => index + 1);
  const wanted = Array.from({ length: COMMANDS }, (_, command) =>
    entriesOf(command, 0).map(({ data: { part } }) => `${command}/${part}`),
  ).flat();
  const entered = tally(events.map(({ data: { command, part } }) => `${command}/${part}`));
  return {
    versions: versions
      .filter((version) => there.get(version) !== 1)
      .map((version) => `${version} is there ${there.get(version) ?? 0} times`),
    commands: [...new Set([...wanted, ...entered.keys()])]
      .filter((part) => entered.get(part) !== 1)
      .map((part) => `${part} is there ${entered.get(part) ?? 0} times`),
    decisions: events
      .filter(({ version, data: { part, on } }) => version !== on + part + 1)
      .map(({ version, data: { on } }) => `${version} was decided on ${on}`),
  };
}

function tally<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

describe(`fifty writers of one aggregate, ${COMMANDS} commands`, () => {
  const MINUTES = 10 * 60_000;
  const nothing = { versions: [], commands: [], decisions: [] };
  let world: World;
  beforeEach(async () => {
    world = await postgresWorld('writers', eventStoreSchema.migrations);
  });
  afterEach(() => world?.close());

  it(
    'leave no gap and lose nothing, those that lock the stream and those that race for its version',
    async () => {
      const conflicts = await carryOut(world, [lockAndAct, lockAndAct, lockAndAct, lockAndAct, optimistic]);
      expect(await faults(world)).toEqual(nothing);
      expect(conflicts).toBeGreaterThan(0);
      const total = Array.from({ length: COMMANDS }, (_, command) => partsOf(command)).reduce(
        (sum, parts) => sum + parts,
      );
      const { version, state } = (await readAggregate(world.pool, ledgers, STREAM))!;
      expect({ version, state }).toEqual({ version: total, state: { entries: total } });
    },
    MINUTES,
  );

  it(
    'naive, without the version check: what they decided on was another version',
    async () => {
      await carryOut(world, [unchecked]);
      const { decisions, ...others } = await faults(world);
      expect(decisions).not.toEqual([]);
      expect(others).toEqual({ versions: [], commands: [] });
    },
    MINUTES,
  );

  it(
    'naive, without the unique version: versions are there more than once',
    async () => {
      await world.pool.query('ALTER TABLE events DROP CONSTRAINT events_pkey');
      await carryOut(world, [unguarded]);
      expect((await faults(world)).versions).not.toEqual([]);
    },
    MINUTES,
  );
});
