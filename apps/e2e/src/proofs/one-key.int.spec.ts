import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { type Answer, eventually, seededRandom, uniqueName } from '@waybill/testing';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { type Customer, type Order, Shop, customerOf } from '../shop.js';

const ROUNDS = process.env['WAYBILL_PROOFS'] === 'full' ? 20 : 3;
const SEED = Number(process.env['WAYBILL_SEED'] ?? Date.now() % 1_000_000);
const AT_ONCE = 100;
/** Maximum time between the first half of the requests and the kill. */
const KILL_WITHIN_MS = 40;
/** Long, because a restart takes time on a busy machine. */
const PATIENCE = { within: 180_000, every: 50 };

jest.setTimeout(600_000);

/** Proof 18: a hundred parallel requests with one Idempotency-Key, and a kill of the process after half of them. */
describe('a hundred requests with one key, whose service is killed meanwhile', () => {
  let platform: OwnPlatform;
  let shop: Shop;
  let sku: string;
  beforeAll(async () => {
    platform = await startOwnPlatform({ services: ['order', 'inventory'] });
    shop = new Shop(platform, 'one-key');
    sku = await shop.sells('mug', { pieces: 1_000 });
  });
  afterAll(() => platform?.end());

  type Place = (customer: Customer, key: string) => Promise<Answer<Order>>;
  const place: Place = (customer, key) => shop.place(customer, { sku, headers: { 'idempotency-key': key } });

  /** Returns each client's final response body, the orders that exist, and the number of requests that failed because of the kill. */
  const round = async (killAfterMs: number) => {
    const customer = customerOf('one-key');
    const key = uniqueName('key');
    let broken = 0;
    const retrying = (): Promise<string> =>
      eventually(async () => {
        const { status, body } = await place(customer, key).catch((error: unknown) => {
          broken++;
          throw error;
        });
        if (status !== 202) throw new Error(`${status}: ${JSON.stringify(body)}`);
        return JSON.stringify(body);
      }, PATIENCE);
    const first = Array.from({ length: AT_ONCE / 2 }, retrying);
    await sleep(systemTimers, killAfterMs);
    const killed = platform.processes.get('order')!.kill();
    const second = Array.from({ length: AT_ONCE / 2 }, retrying);
    await killed;
    platform.start('order');
    const bodies = await Promise.all([...first, ...second]);
    return { bodies, orders: await eventually(() => shop.orders(customer), PATIENCE), broken };
  };

  it(`makes one order and gives one body to all (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    for (let count = 0; count < ROUNDS; count++) {
      const { bodies, orders, broken } = await round(random() * KILL_WITHIN_MS);
      expect(orders).toHaveLength(1);
      expect(bodies).toEqual(Array.from({ length: AT_ONCE }, () => bodies[0]));
      expect((JSON.parse(bodies[0]!) as Order).id).toBe(orders[0]!.id);
      expect(broken).toBeGreaterThan(0);
    }
  });

  it('many orders are placed if the key is checked before the transaction and stored after it', async () => {
    const remembered = new Map<string, Answer<Order>>();
    const front: Place = async (customer, key) => {
      const known = remembered.get(key);
      if (known) return known;
      const answer = await place(customer, uniqueName('unseen'));
      if (answer.status === 202) remembered.set(key, answer);
      return answer;
    };
    const customer = customerOf('one-key');
    const key = uniqueName('key');
    // Parallel requests are enough; no process needs to be killed.
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => front(customer, key)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    expect(await shop.orders(customer)).toHaveLength(AT_ONCE);
  });
});
