import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { SERVICES } from '@waybill/contracts';
import type { ServiceName } from '@waybill/shop';
import { Api } from '@waybill/testing';
import { auditedClean } from '../audit.js';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { type Customer, type Order, Shop, customerOf } from '../shop.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const ROUNDS = FULL ? 5 : 1;
const ROLLED: readonly ServiceName[] = FULL ? SERVICES : ['order'];
const CLIENTS = FULL ? 10 : 4;
const KILLS = 10;
const instances = Array.from({ length: ROUNDS }, () =>
  ROLLED.flatMap((name) => [name, `${name}-2`] as const),
).flat();

jest.setTimeout(900_000);

/**
 * A load balancer for the instances of one service. It checks their readiness four times a second and uses the ready ones in turn.
 * It tries the next instance only if the connection was refused, because then no request was sent. Other errors are lost requests.
 */
class Balancer {
  private ready: readonly string[];
  private turn = 0;

  constructor(private readonly urls: readonly string[]) {
    this.ready = urls;
  }

  inTurn(): readonly string[] {
    const first = this.turn++ % (this.ready.length || 1);
    return [...this.ready.slice(first), ...this.ready.slice(0, first), ...this.urls];
  }

  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const looks = this.urls.map((url) => new Api(url).call('GET', '/health/ready').catch(() => undefined));
      const answers = await Promise.all(looks);
      this.ready = this.urls.filter((_, index) => answers[index]?.status === 200);
      await sleep(systemTimers, 250, signal);
    }
  }
}

/** A fetch that sends requests through the balancer of their origin. */
function balanced(balancers: ReadonlyMap<string, Balancer>) {
  return async (request: Request): Promise<Response> => {
    const { origin, pathname, search } = new URL(request.url);
    for (const url of balancers.get(origin)!.inTurn()) {
      try {
        return await fetch(new Request(url + pathname + search, request.clone()));
      } catch (error) {
        if ((error as { cause?: { code?: string } }).cause?.code !== 'ECONNREFUSED') throw error;
      }
    }
    throw new Error(`nobody answers ${request.method} ${pathname}`);
  };
}

/** Proof 23: all instances are restarted with SIGTERM, one after the other, while orders are placed continuously. */
describe(`two instances of ${ROLLED.join(', ')}, restarted one after the other under load`, () => {
  let platform: OwnPlatform;
  let shop: Shop;
  const done = new AbortController();
  beforeAll(async () => {
    platform = await startOwnPlatform({
      twice: ROLLED,
      environment: { SHUTDOWN_DELAY_MS: '1000' },
      environments: { shipping: { DISPATCH_AFTER: '100ms' }, sandbox: { CARRIER_DELIVERS_AFTER: '50ms' } },
    });
    const { urls } = platform;
    const balancers = new Map(
      SERVICES.map((name) => {
        const second = ROLLED.includes(name) ? [urls[`${name}-2`]] : [];
        return [urls[name], new Balancer([urls[name], ...second])];
      }),
    );
    for (const balancer of balancers.values()) void balancer.watch(done.signal);
    shop = new Shop({ urls }, 'rolling', { fetch: balanced(balancers) });
  });
  afterAll(async () => {
    done.abort();
    await platform?.end();
  });

  /** Customers place one order after the other while `act` runs. */
  const ordersDuring = async (sku: string, act: (failures: readonly unknown[]) => Promise<void>) => {
    const placed: [Customer, Order][] = [];
    const failures: unknown[] = [];
    let going = true;
    const client = async (): Promise<void> => {
      const customer = customerOf('rolling');
      while (going) {
        try {
          // The response comes when the order is confirmed, even if another instance handles the confirmation.
          const { status, body } = await shop.place(customer, { sku, headers: { prefer: 'wait=30' } });
          if (status === 201) placed.push([customer, body]);
          else failures.push(body);
        } catch (error) {
          failures.push(`${error}: ${(error as Error).cause}`);
        }
        await sleep(systemTimers, 20);
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    await act(failures).finally(() => (going = false));
    await Promise.all(clients);
    return { placed, failures };
  };

  it('loses no request and no message, and waiting readers of both instances get their response', async () => {
    const pieces = 100_000;
    const sku = await shop.sells('mug', { pieces });
    const ends: (number | null)[] = [];
    const { placed, failures } = await ordersDuring(sku, async () => {
      for (const instance of instances) {
        const before = platform.processes.get(instance)!;
        await before.stop();
        ends.push(await before.ended);
        platform.start(instance);
        await platform.ready();
      }
    });

    expect(failures).toEqual([]);
    expect(ends).toEqual(instances.map(() => 0));
    const early = placed.filter(([, { status }]) => !/CONFIRMED|SHIPPED|DELIVERED/.test(status));
    expect(early).toEqual([]);
    expect(placed.length).toBeGreaterThan(CLIENTS * instances.length);
    const delivered = await Promise.all(placed.map(([who, { id }]) => shop.until(who, id, 'DELIVERED')));
    const charges = await Promise.all(delivered.map(({ id }) => shop.charges(id)));
    expect(charges.map((list) => list.map(({ captured }) => captured))).toEqual(
      delivered.map(({ total }) => [total.amount]),
    );
    const left = pieces - placed.length;
    expect(await shop.stock(sku)).toEqual({ onHand: left, reserved: 0, available: left });
  });

  it('requests are lost if an instance is killed instead', async () => {
    const sku = await shop.sells('cup', { pieces: 100_000 });
    const { failures } = await ordersDuring(sku, async (seen) => {
      // Several kills may be necessary: one between two requests loses none.
      for (let kill = 0; kill < KILLS && seen.length === 0; kill++) {
        if (kill > 0) platform.start('order');
        await platform.ready();
        await sleep(systemTimers, 500);
        await platform.processes.get('order')!.kill();
      }
    });
    expect(failures).not.toEqual([]);
  });

  it('the audit finds nothing after restarts and kills', async () => {
    const { records } = await auditedClean(platform);
    expect(records.order).toBeGreaterThan(CLIENTS * instances.length);
  });
});
