import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ServiceName } from '@waybill/shop';
import { eventually, seededRandom } from '@waybill/testing';
import { auditedClean } from '../audit.js';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { PATIENCE, customerOf } from '../shop.js';
import { type CrashPoint, around, killAt } from './crash-points.js';
import { OrderFlows, UNITS, TOTAL } from './order-flows.js';
import type { KillableService } from './killable-service.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const SEED = Number(process.env['WAYBILL_SEED'] ?? Date.now() % 1_000_000);
const ROUNDS = FULL ? 3 : 1;
/** Maximum number of times a service passes its crash point before it is killed. */
const MOST = FULL ? 20 : 3;
const AT_ONCE = 10;
const MINUTE = 60_000;

jest.setTimeout(FULL ? 60 * MINUTE : 15 * MINUTE);

type Service = ServiceName | 'analytics';
type Plan = Readonly<Record<Service, readonly CrashPoint[]>>;
/** All crash points of each service. */
const EVERY: Plan = {
  order: around('commit', 'send', 'mark', 'offsets'),
  inventory: around('commit', 'send', 'mark', 'offsets'),
  payment: around('commit', 'send', 'mark', 'offsets', 'call'),
  shipping: around('commit', 'send', 'mark', 'offsets', 'call'),
  notification: around('commit', 'send', 'mark', 'offsets', 'call'),
  analytics: around('commit', 'offsets'),
};
const SOME: Partial<Plan> = {
  order: ['after commit'],
  inventory: ['after send'],
  payment: ['after call'],
  notification: ['before commit'],
};
const plan = Object.entries(FULL ? EVERY : SOME) as [Service, readonly CrashPoint[]][];
const DEATHS = ROUNDS * plan.reduce((sum, [, points]) => sum + points.length, 0);

interface NaiveCase {
  readonly naive: string;
  readonly NAIVE: NonNullable<KillableService['NAIVE']>;
  readonly of: Service;
  readonly at: CrashPoint;
  /** Number of orders that analytics counts after two orders and a kill during the first. */
  readonly counts: number;
}
const NAIVES: readonly NaiveCase[] = [
  {
    naive: 'that asks for no claim does twice what it did before it died',
    NAIVE: 'no-claim',
    of: 'analytics',
    at: 'before offsets',
    counts: 3,
  },
  {
    naive: 'that sends from memory loses what it had not sent',
    NAIVE: 'from-memory',
    of: 'order',
    at: 'after commit',
    counts: 1,
  },
];

/** Proof 1: every service is killed with SIGKILL before and after each operation that is visible outside its process. */
describe(`services that die ${DEATHS} times at their crash points (seed ${SEED})`, () => {
  const fates = mkdtempSync(join(tmpdir(), 'waybill-fates-'));
  const random = seededRandom(SEED);
  let platform: OwnPlatform;
  let flows: OrderFlows;
  beforeAll(async () => {
    platform = await startOwnPlatform({
      main: 'apps/e2e/src/proofs/killable-service.ts',
      environment: { FATES: fates },
      environments: { shipping: { DISPATCH_AFTER: 'manual' }, sandbox: { CARRIER_DELIVERS_AFTER: '50ms' } },
    });
    await platform.startListener('analytics');
    flows = await OrderFlows.begin(platform, 'mortal');
  });
  afterAll(async () => {
    await platform?.end();
    rmSync(fates, { recursive: true });
  });

  const died = async (service: Service, point: CrashPoint, nth: number): Promise<void> => {
    let code: number | null | undefined;
    void platform.processes.get(service)!.ended.then((ended) => (code = ended));
    killAt(join(fates, service), point, nth);
    await eventually(
      () => {
        if (code === undefined) throw new Error(`${service} has not come to its ${nth}. "${point}"`);
      },
      { within: 5 * MINUTE },
    );
    // A null exit code means that the process was killed by a signal.
    expect({ service, point, code }).toEqual({ service, point, code: null });
  };

  it('lose nothing, do nothing twice, and end without audit findings', async () => {
    const began = performance.now();
    const killAtPoints = async (service: Service, points: readonly CrashPoint[]): Promise<void> => {
      for (let round = 0; round < ROUNDS; round++)
        for (const point of points) {
          await died(service, point, 1 + Math.floor(random() * MOST));
          platform.start(service);
        }
    };
    await flows.during(() => Promise.all(plan.map((one) => killAtPoints(...one))), AT_ONCE);
    const { started, shop } = flows;
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stderr.write(`${DEATHS} deaths among ${started.length} orders in ${seconds} s\n`);

    const outcomes = await Promise.all(started.map((one) => flows.outcome(one)));
    expect(outcomes).toEqual(
      started.map(({ id, flow: { end, charges, parcels, mails } }) => ({
        id,
        orders: [[id, end]],
        charges,
        parcels,
        mails: [...mails].sort(),
      })),
    );
    const ended = (end: string): number => started.filter(({ flow: life }) => life.end === end).length;
    const [delivered, cancelled] = [ended('DELIVERED'), ended('CANCELLED')];
    const confirmed = delivered + cancelled;
    const counts = { placed: started.length, confirmed, delivered, captured: confirmed * TOTAL };
    await eventually(async () => expect(await shop.counted()).toEqual(counts), PATIENCE);
    const left = UNITS - delivered;
    await eventually(
      async () => expect(await flows.stock()).toEqual({ onHand: left, reserved: 0, available: left }),
      PATIENCE,
    );
    await eventually(() => auditedClean(platform), { within: 2 * MINUTE });
    expect(Math.min(delivered, cancelled, ended('REJECTED'))).toBeGreaterThan(0);
  });

  it.each(FULL ? NAIVES : NAIVES.slice(0, 1))(
    'of two orders a naive service $naive',
    async ({ NAIVE, of, at, counts }) => {
      const { shop } = flows;
      const customer = customerOf(shop.tenant);
      await platform.ready();
      await flows.until(customer, await flows.place(customer), 'CONFIRMED');
      await shop.mailed(customer, 3);
      const { placed: before } = await shop.counted();

      await platform.processes.get(of)!.stop();
      platform.start(of, { NAIVE });
      await platform.ready();
      const revived = died(of, at, 1).then(() => platform.start(of));
      await Promise.all([flows.place(customer), revived]);
      await flows.until(customer, await flows.place(customer), 'CONFIRMED');
      await eventually(async () => expect((await shop.counted()).placed - before).toBe(counts), PATIENCE);
      expect(await shop.orders(customer)).toHaveLength(3);
    },
  );
});
