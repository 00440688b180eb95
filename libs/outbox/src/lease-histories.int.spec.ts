import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { type ServiceDatabase, eventually, postgresWorld, seededRandom } from '@waybill/testing';
import type { Pool } from 'pg';
import type { Hold, LeaseStore } from './lease-store.js';
import { Leases } from './leases.js';
import { postgresLeaseStore } from './postgres/lease-store.js';
import { SHARDS } from './shards.js';

const SEED = Number(process.env['WAYBILL_SEED'] ?? randomInt(1_000_000));
const TTL_MS = 300;
const ACTIONS = 40;
/** So many histories are searched for one in which a naive member shares a shard. */
const NAIVE_HISTORIES = 20;
const now = (): number => performance.now();

/** The statements of releases before heartbeats, which lease each shard by its own row. */
function releasedLeaseStore(pool: Pool): LeaseStore {
  return {
    async renew({ name, owner, ttlMs }) {
      const { rows } = await pool.query<{ members: number }>(
        `WITH me AS (
          INSERT INTO leases (name, shard, owner, token, expires_at)
          VALUES ($1 || '/' || $2, 0, $2, 0, now() + $3 * interval '1 ms')
          ON CONFLICT (name, shard) DO UPDATE SET expires_at = excluded.expires_at, owner = excluded.owner),
        gone AS (DELETE FROM leases WHERE starts_with(name, $1 || '/') AND expires_at < now() - interval '1 minute')
        SELECT count(*)::int + 1 AS members FROM leases
        WHERE starts_with(name, $1 || '/') AND name <> $1 || '/' || $2 AND expires_at > now()`,
        [name, owner, ttlMs],
      );
      return { members: rows[0]!.members, holds: [], free: SHARDS };
    },
    async take({ name, owner, share }) {
      const { rows } = await pool.query<Hold>(
        `WITH wanted AS (
          SELECT name, shard, owner IS NOT DISTINCT FROM $2 AND expires_at > now() AS mine FROM leases
          WHERE name = $1 AND (owner = $2 OR expires_at <= now())
          ORDER BY mine DESC, shard LIMIT $4 FOR UPDATE SKIP LOCKED),
        given AS (
          UPDATE leases l SET owner = NULL, expires_at = now()
          WHERE l.name = $1 AND l.owner = $2 AND l.shard NOT IN (SELECT shard FROM wanted))
        UPDATE leases l SET owner = $2, expires_at = now() + $3 * interval '1 ms',
          token = CASE WHEN w.mine THEN l.token ELSE l.token + 1 END
        FROM wanted w WHERE l.name = w.name AND l.shard = w.shard RETURNING l.shard, l.token`,
        [name, owner, TTL_MS, share],
      );
      return rows;
    },
    async release({ name, owner }) {
      await pool.query(
        `UPDATE leases SET owner = NULL, expires_at = now() WHERE owner = $2 AND name IN ($1, $1 || '/' || $2)`,
        [name, owner],
      );
    },
  };
}

/** Naive: renews the heartbeat alone, so that earlier releases find the rows of its shards expired. */
function heartbeatAlone(pool: Pool): LeaseStore {
  const store = postgresLeaseStore(pool);
  const expire = (owner: string) =>
    pool.query(`UPDATE leases SET expires_at = now() WHERE name = 'outbox' AND owner = $1`, [owner]);
  return {
    async renew(request) {
      const renewal = await store.renew(request);
      await expire(request.owner);
      return renewal;
    },
    async take(request) {
      const holds = await store.take(request);
      await expire(request.owner);
      return holds;
    },
    release: (request) => store.release(request),
  };
}

/** Naive: an owner goes on with what it held, whatever its renewal found. */
function holdsForEver(pool: Pool): LeaseStore {
  const store = postgresLeaseStore(pool);
  const held = new Map<string, readonly Hold[]>();
  return {
    async renew(request) {
      const renewal = await store.renew(request);
      return {
        ...renewal,
        holds: renewal.holds.length > 0 ? renewal.holds : (held.get(request.owner) ?? []),
      };
    },
    async take(request) {
      const holds = await store.take(request);
      held.set(request.owner, holds);
      return holds;
    },
    release: (request) => store.release(request),
  };
}

type MakeStore = (pool: Pool) => LeaseStore;

interface Belief {
  readonly owner: string;
  readonly shards: readonly number[];
  readonly from: number;
  until: number;
}

describe(`leases of members that are paused, stopped and killed (seed ${SEED})`, () => {
  let service: ServiceDatabase;
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  beforeAll(async () => {
    world = await postgresWorld('lease_histories');
    ({ service } = world);
  });
  afterAll(() => world?.close());
  afterEach(() =>
    service.pool.query(
      `DELETE FROM leases WHERE name LIKE 'outbox/%'; UPDATE leases SET owner = NULL, expires_at = now() - interval '1 hour'`,
    ),
  );

  /** One instance after the other in one place: each works, pauses, and ends in peace or by a kill. Tells what each believed to hold. */
  const member = async (place: number, make: MakeStore, seed: number): Promise<Belief[]> => {
    const random = seededRandom(seed + place);
    const pause = (most: number) => sleep(systemTimers, random() * most);
    const store = make(service.pool);
    // Also between the two statements of a renewal.
    const slow: LeaseStore = {
      renew: async (request) => {
        const renewal = await store.renew(request);
        await pause(random() < 0.1 ? TTL_MS * 1.5 : 5);
        return renewal;
      },
      take: (request) => store.take(request),
      release: (request) => store.release(request),
    };
    const beliefs: Belief[] = [];
    let life = 0;
    const begin = () => {
      const owner = `${place}-${life++}`;
      return { owner, leases: new Leases({ store: slow, name: 'outbox', owner, ttlMs: TTL_MS, now }) };
    };
    let { owner, leases } = begin();
    for (let action = 0; action < ACTIONS; action++) {
      const last = beliefs.at(-1);
      // A member renews between two pieces of work, so it works on nothing now.
      if (last) last.until = Math.min(last.until, now());
      const holds = await leases.hold();
      const from = now();
      beliefs.push({
        owner,
        shards: holds.map(({ shard }) => shard),
        from,
        until: from + leases.remainingMs(),
      });
      const fate = random();
      await pause(fate < 0.15 ? TTL_MS * 2 : TTL_MS / 4);
      if (fate > 0.9) {
        beliefs.at(-1)!.until = Math.min(beliefs.at(-1)!.until, now());
        if (fate > 0.95) await leases.release();
        ({ owner, leases } = begin());
      }
    }
    return beliefs;
  };
  /** Two owners that believed to hold the same shard at the same time. */
  const overlaps = (beliefs: readonly Belief[]): string[] =>
    beliefs.flatMap((one) =>
      beliefs
        .filter((other) => other.owner > one.owner && other.from < one.until && one.from < other.until)
        .flatMap((other) => other.shards.filter((shard) => one.shards.includes(shard)))
        .map((shard) => `shard ${shard} of ${one.owner}`),
    );
  const history = async (stores: readonly MakeStore[], seed = SEED): Promise<Belief[]> =>
    (await Promise.all(stores.map((make, place) => member(place, make, seed)))).flat();

  it.each<{ who: string; stores: readonly MakeStore[] }>([
    {
      who: 'of this release',
      stores: [postgresLeaseStore, postgresLeaseStore, postgresLeaseStore, postgresLeaseStore],
    },
    {
      who: 'of this release and an earlier one',
      stores: [postgresLeaseStore, releasedLeaseStore, postgresLeaseStore, releasedLeaseStore],
    },
  ])('members $who never hold a shard at the same time', async ({ stores }) => {
    const beliefs = await history(stores);
    expect(overlaps(beliefs)).toEqual([]);
    // Each had its turns.
    for (const place of stores.keys()) {
      const own = beliefs.filter(({ owner }) => owner.startsWith(`${place}-`));
      expect([place, own.some(({ shards }) => shards.length > 0)]).toEqual([place, true]);
    }
    // Nothing of what the killed ones held is lost.
    const heir = new Leases({
      store: postgresLeaseStore(service.pool),
      name: 'outbox',
      owner: 'heir',
      ttlMs: 15_000,
      now: () => (clock += 6_000),
    });
    let clock = 0;
    await eventually(async () => expect(await heir.hold()).toHaveLength(SHARDS));
  });

  it.each<{ who: string; stores: readonly MakeStore[] }>([
    { who: 'that goes on with what it held', stores: [holdsForEver, postgresLeaseStore, postgresLeaseStore] },
    {
      who: 'that renews its heartbeat alone, beside an earlier release,',
      stores: [heartbeatAlone, releasedLeaseStore],
    },
  ])('a naive member $who shares shards with another', async ({ stores }) => {
    let found: string[] = [];
    for (let nr = 0; nr < NAIVE_HISTORIES && found.length === 0; nr++)
      found = overlaps(await history(stores, SEED + nr * stores.length));
    expect(found).not.toEqual([]);
  });
});
