import type { Principal } from '@waybill/platform';
import { type FaultPlan, type Fired, type Naive, World, inOwnTime } from '@waybill/testing';
import { checks } from './checks.js';
import { type Placing, SKUS, type Step, TRADING_MS, planSteps } from './customers.js';
import { RATES } from './fault-plan.js';
import { recoveriesOf } from './recoveries.js';
import { Operator, POISON } from './operator.js';
import { Shop } from './shop.js';
import { storyOf } from './story.js';

export interface RunOptions {
  readonly seed: number;
  /** Only these, of what the seed would make. */
  readonly steps?: readonly Step[];
  readonly only?: readonly Fired[];
  readonly naive?: Naive | undefined;
  readonly onTrace?: (line: string) => void;
}

export interface RunResult {
  readonly seed: number;
  readonly hash: string;
  readonly violations: readonly string[];
  readonly steps: readonly Step[];
  readonly fired: readonly Fired[];
  readonly recoveries: ReadonlyMap<string, number>;
  readonly orders: number;
  /** Of the order that the first violation names. */
  readonly story: readonly string[];
  /** How long it took the shop, in its own time. */
  readonly simulatedMs: number;
}

const ADMIN: Principal = { subject: 'admin', tenant: 'default', admin: true };
const CUSTOMER: Principal = {
  subject: 'alice',
  tenant: 'default',
  admin: false,
  name: 'Alice',
  email: 'alice@example.com',
};
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One life of the shop: customers act and things go wrong, then the faults end, and then everything must come to rest and add up. */
export function run(options: RunOptions): Promise<RunResult> {
  const { seed, only, naive, onTrace } = options;
  const plan: FaultPlan = { rates: RATES, only };
  const world = new World({ seed, plan, naive, onTrace });
  const steps = options.steps ?? planSteps(seed);
  return inOwnTime(world, async () => {
    const simulation = new Simulation(world, steps);
    await simulation.run();
    for (const way of recoveriesOf(simulation.shop)) world.recovered(way);
    return {
      ...{ seed, hash: world.traceHash, violations: world.violations, steps, fired: world.faults.fired },
      ...{
        recoveries: world.recoveries,
        orders: simulation.orders.size,
        story: storyIn(simulation.shop, world.violations),
      },
      simulatedMs: world.time.now - simulation.began,
    };
  });
}

function storyIn(shop: Shop, violations: readonly string[]): string[] {
  const ids = violations.flatMap((text) => text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []);
  const stories = ids.map((id) => storyOf(shop, id));
  return stories.find(({ length }) => length > 0) ?? [];
}

export class Simulation {
  readonly shop: Shop;
  readonly began: number;
  /** Ids by number: all that were ever answered. */
  readonly orders = new Map<number, Set<string>>();
  readonly received = new Map<string, number>();
  private open = 0;

  constructor(
    private readonly world: World,
    private readonly steps: readonly Step[],
  ) {
    this.began = world.time.now;
    this.shop = new Shop(world);
    this.operator = new Operator(world, this.shop);
  }

  async run(): Promise<void> {
    const { time, faults } = this.world;
    for (const sku of SKUS) {
      this.do(this.list(sku));
      this.do(this.receive(sku, 12, 0));
    }
    if (!(await time.run(() => this.open === 0, time.now + HOUR)))
      return this.world.violated('the shop does not open');
    await time.run(() => false, time.now + 2_000);
    faults.begin();
    for (const step of this.steps) time.after(step.at, () => this.do(this.act(step)));
    this.disturb();
    await time.run(() => false, time.now + TRADING_MS);
    faults.end();
    this.heal();
    this.operator.start();
    this.look();
    if (!(await time.run(() => this.settled, time.now + 3 * HOUR)))
      this.world.violated(`it does not come to rest: ${this.stuck().join('; ')}`);
    for (const violation of checks(this.shop, this.orders)) this.world.violated(violation);
  }

  private settled = false;
  private readonly operator: Operator;

  /** Every second: is there anything left to do? */
  private look(): void {
    this.settled = this.stuck().length === 0;
    this.world.time.after(1_000, () => this.look());
  }

  /** What is still to be done, in words. */
  private stuck(): string[] {
    const { broker, all } = this.shop;
    const sagas = this.shop.services.order.rows<{ id: string; status: string }>('sagas');
    const counts: [string, number][] = [
      ['requests', this.open],
      ['letters', this.operator.open],
      ['topics that are not read to their end', broker.drained ? 0 : 1],
      ...all.flatMap((service): [string, number][] => [
        [`messages to be sent by ${service.name}`, service.rows('outbox').length],
        [`effects of ${service.name}`, service.rows('effects').length],
      ]),
      ['sagas under way', sagas.filter(({ status }) => status !== 'ended').length],
    ];
    return counts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  }

  private do(work: Promise<unknown>): void {
    this.open++;
    work.then(
      () => this.open--,
      (error: unknown) =>
        this.world.violated(`a client: ${error instanceof Error ? error.stack : String(error)}`),
    );
  }

  private async act(step: Step): Promise<void> {
    this.world.trace(`step ${JSON.stringify(step)}`);
    switch (step.act) {
      case 'place': {
        const tries = step.twice ? [0, 1] : [0];
        await Promise.all(tries.map(() => this.place(step.order, step.request)));
        return;
      }
      case 'cancel':
        return this.cancel(step.order);
      case 'receive':
        return this.receive(step.sku, step.quantity, step.nr);
      case 'adjust':
        return this.adjust(step.sku, step.delta);
    }
  }

  private async list(sku: string): Promise<void> {
    const body = {
      name: sku,
      price: { amount: 100 * (SKUS.indexOf(sku) + 1) + 99, currency: 'GBP' },
      active: true,
    };
    await this.shop.ask('order', { method: 'PUT', path: `/v1/products/${sku}`, body, principal: ADMIN });
  }

  private async receive(sku: string, quantity: number, nr: number): Promise<void> {
    const headers = { 'idempotency-key': `receipt-${sku}-${nr}` };
    const body = { quantity, reference: `delivery ${nr}` };
    const path = `/v1/stock/${sku}/receipts`;
    const answer = await this.shop.ask('inventory', {
      method: 'POST',
      path,
      headers,
      body,
      principal: ADMIN,
    });
    if (answer.code) return this.world.violated(`receipt refused: ${answer.code}`);
    this.received.set(sku, (this.received.get(sku) ?? 0) + quantity);
  }

  private async adjust(sku: string, delta: number): Promise<void> {
    const path = `/v1/stock/${sku}/adjustments`;
    const headers = { 'idempotency-key': `adjustment-${sku}` };
    const body = { delta, reason: 'counted' };
    const answer = await this.shop.ask('inventory', {
      method: 'POST',
      path,
      headers,
      body,
      principal: ADMIN,
    });
    if (!answer.code) this.received.set(sku, (this.received.get(sku) ?? 0) + delta);
  }

  private async place(order: number, { lines, country, paymentMethod }: Placing): Promise<void> {
    const shippingAddress = { name: 'Alice', line1: '1 Lane', city: 'Town', postalCode: '1', country };
    const headers = { 'idempotency-key': `order-${order}` };
    const body = { lines, shippingAddress, paymentMethod };
    const request = { method: 'POST', path: '/v1/orders', headers, body, principal: CUSTOMER } as const;
    const answer = await this.shop.ask('order', request);
    if (answer.code) return this.world.violated(`order ${order} refused: ${answer.code}`);
    const { id } = answer.body as { id: string };
    this.orders.set(order, (this.orders.get(order) ?? new Set()).add(id));
    this.world.trace(`order ${order} is ${id}`);
  }

  /** By whoever knows its number; refused where it is too late. */
  private async cancel(order: number): Promise<void> {
    const [id] = this.orders.get(order) ?? [];
    if (!id) return;
    const path = `/v1/orders/${id}/cancel`;
    const { code } = await this.shop.ask('order', {
      method: 'POST',
      path,
      body: { reason: 'changed my mind' },
      principal: CUSTOMER,
    });
    this.world.trace(`cancel ${id}: ${code ?? 'accepted'}`);
  }

  /** Instances that stop and go on, clocks that jump, and whatever crashed comes back after a while. */
  private disturb(): void {
    const { time, faults, chance } = this.world;
    for (const { service, instance } of this.shop.instances) {
      const { life } = instance;
      if (!life.alive) {
        if (chance.hits(0.2)) service.restart(instance);
        continue;
      }
      if (faults.hits('instance paused')) {
        const ms = chance.spread(500, 40_000);
        this.world.trace(`${life.name} pauses for ${ms} ms`);
        life.pause(ms);
        time.after(10_000, () => life.paused && this.shop.broker.silent(life));
      }
      if (faults.hits('clock of an instance jumps')) life.skewMs = chance.between(-HOUR, HOUR);
    }
    for (const service of this.shop.all) {
      if (faults.hits('poison message')) this.poison(service.name);
      if (faults.hits('clock of a database jumps')) service.skewMs = chance.between(-5 * MINUTE, 5 * MINUTE);
    }
    if (!this.settled) time.after(1_000, () => this.disturb());
  }

  /** The faults are over: everything runs, and every clock is right. */
  private heal(): void {
    for (const { service, instance } of this.shop.instances) {
      instance.life.continue();
      instance.life.skewMs = 0;
      service.restart(instance);
    }
    for (const service of this.shop.all) service.skewMs = 0;
    this.world.defects.clear();
  }

  /** Something that nobody can read. */
  private poison(service: string): void {
    const topic = this.world.chance.pick(
      [`${service}.events`, `${service}.commands`].filter((name) => this.shop.broker.topics.has(name)),
    );
    this.shop.broker.append({ topic, key: POISON, value: Buffer.from('{'), headers: { ce_type: 'poison' } });
  }
}
