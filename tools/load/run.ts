import { type Schema, orThrow, waybill } from '@waybill/client';
import type { Platform, ServiceName } from '@waybill/shop';
import { LoadClient } from './client.js';
import { cpuSeconds } from './cpu.js';
import { type End, OrderFollower } from './follow.js';

export interface LoadOptions {
  readonly seconds: number;
  /** Closed loop: each client places its next order when the last one is decided. */
  readonly clients?: number | undefined;
  /** Open loop: orders per second, independent of their progress. */
  readonly rate?: number | undefined;
  /** Lines of each order; default 2. */
  readonly lines?: number | undefined;
  /** Also wait until all orders are delivered. */
  readonly toTheEnd: boolean;
}

export interface LoadReport {
  readonly placed: number;
  readonly confirmed: number;
  readonly delivered: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly confirmedPerSecond: number;
  /** Confirmed per second while orders were being placed. */
  readonly sustainedPerSecond: number;
  /** Undecided orders when the last one was placed, in seconds at that rate. */
  readonly backlogSeconds: number;
  readonly placeMs: Percentiles;
  readonly confirmMs: Percentiles;
  /** CPU milliseconds per confirmed order by process, until the last order is decided, or delivered with `toTheEnd`. */
  readonly cpuMsPerOrder: Readonly<Record<string, number>>;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const SKUS = 200;
const ADMIN = { sub: 'load', admin: true };
/** Claims of the customer that places the orders of a load. */
export const CUSTOMER = { sub: 'load-customer', name: 'Load', email: 'load@example.com' };

/** Settings for the platform alone: gateway, carrier and mails are simulated inside the services. */
export const WORLD_INSIDE = {
  payment: { STRIPE_API_BASE: 'memory://' },
  shipping: { CARRIER_URL: 'memory://' },
  notification: { SMTP_URL: 'discard://' },
};

type Reachable = Pick<Platform, 'urls' | 'token'>;

/** Lists the products of the load. */
export async function listProducts(platform: Reachable): Promise<void> {
  const { order } = waybill(platform.urls, { token: await platform.token(ADMIN) });
  const price = { amount: 1000, currency: 'EUR' };
  await eachSku((sku) => {
    const body = { name: `Load ${sku}`, price };
    return orThrow(order.PUT('/v1/products/{sku}', { params: { path: { sku } }, body }));
  });
}

/** Lists the products of the load and receives stock. */
export async function stockUp(platform: Reachable): Promise<void> {
  await listProducts(platform);
  const { inventory } = waybill(platform.urls, { token: await platform.token(ADMIN) });
  const body = { quantity: 100_000_000, reference: 'load' };
  await eachSku((sku) => {
    const params = { path: { sku }, header: { 'Idempotency-Key': `load-${sku}` } };
    return orThrow(inventory.POST('/v1/stock/{sku}/receipts', { params, body }));
  });
}

async function eachSku(act: (sku: string) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < SKUS; from += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => act(skuOf(from + index))));
  }
}

export function skuOf(index: number): string {
  return `LOAD-${String(index % SKUS).padStart(3, '0')}`;
}

/** An order of this many lines, at most 200. */
export function orderBody(number: number, lines = 2): Schema<'order', 'OrderBody'> {
  return {
    // 7 and 200 have no common divisor, so no product comes twice.
    lines: Array.from({ length: lines }, (_, index) => ({
      sku: skuOf(number + index * 7),
      quantity: 1 + (index % 2),
    })),
    shippingAddress: { name: 'Load', line1: '1 Road', city: 'London', postalCode: 'N1 1AA', country: 'GB' },
    paymentMethod: 'pm_card_visa',
  };
}

export async function runLoad(
  platform: Platform,
  kafkaBrokers: string,
  options: LoadOptions,
): Promise<LoadReport> {
  const { seconds, clients, rate, lines, toTheEnd } = options;
  const placedAt = new Map<string, number>();
  const endedAt = new Map<string, Map<End, number>>();
  const placeMs: number[] = [];
  const errors: Record<string, number> = {};
  const follower = new OrderFollower((id, end, at) => {
    const ends = endedAt.get(id) ?? new Map<End, number>();
    endedAt.set(id, ends.set(end, at));
  });
  /** Times of this run's orders only: the topic also contains others. */
  const times = (end: End): number[] =>
    [...placedAt].flatMap(([id, placed]) => {
      const at = endedAt.get(id)?.get(end);
      return at === undefined ? [] : [at - placed];
    });
  const stopFollowing = await follower.start(kafkaBrokers);
  const bearer = await platform.token(CUSTOMER);
  const urls = instanceUrls(platform, 'order');
  const loadClients = urls.map(
    (url) => new LoadClient(url, bearer, Math.ceil((clients ?? 256) / urls.length)),
  );
  const names = new Map([...platform.processes].map(([name, { pid }]) => [pid, serviceOf(name)]));
  let number = 0;
  let pending = 0;
  const place = async (): Promise<string | undefined> => {
    const start = performance.now();
    const current = number++;
    try {
      const key = `load-${process.pid}-${start}-${current}`;
      const client = loadClients[current % loadClients.length]!;
      const { data, error, response } = await client.place(orderBody(current, lines), key);
      if (response.status === 202 && data) {
        placedAt.set(data.id, start);
        placeMs.push(performance.now() - start);
        return data.id;
      }
      count(errors, `${response.status} ${error?.code ?? ''}`);
    } catch (error) {
      count(errors, error instanceof Error ? error.message : String(error));
    }
    return undefined;
  };
  const cpuBefore = cpuSeconds(names);
  const start = performance.now();
  const end = start + seconds * 1_000;
  if (rate === undefined)
    await Promise.all(Array.from({ length: clients ?? 20 }, () => closedLoop(end, place, follower)));
  else
    await openLoop(
      start,
      end,
      rate,
      () => void place().finally(() => pending--),
      () => pending++,
    );
  const placingSeconds = (performance.now() - start) / 1_000;
  const decided = (): number => times('CONFIRMED').length + times('REJECTED').length;
  const confirmedThen = times('CONFIRMED').length;
  const backlog = placedAt.size + pending - decided();
  await until(() => pending === 0 && decided() >= placedAt.size, 60_000);
  const allSeconds = (performance.now() - start) / 1_000;
  if (toTheEnd) await until(() => times('DELIVERED').length >= times('CONFIRMED').length, 60_000);
  const cpuAfter = cpuSeconds(names);
  await stopFollowing();
  for (const client of loadClients) client.close();

  const confirmMs = times('CONFIRMED');
  const confirmed = confirmMs.length;
  const sustained = confirmedThen / placingSeconds;
  const cpu = [...cpuAfter].map(
    ([name, used]) => [name, ((used - (cpuBefore.get(name) ?? 0)) * 1_000) / Math.max(1, confirmed)] as const,
  );
  return {
    placed: placedAt.size,
    confirmed,
    delivered: times('DELIVERED').length,
    errors,
    seconds: round(allSeconds),
    confirmedPerSecond: round(confirmed / allSeconds),
    sustainedPerSecond: round(sustained),
    backlogSeconds: round(backlog / Math.max(1, sustained)),
    placeMs: percentiles(placeMs),
    confirmMs: percentiles(confirmMs),
    cpuMsPerOrder: Object.fromEntries(
      cpu.filter(([, ms]) => ms > 0.005).map(([name, ms]) => [name, round(ms)]),
    ),
  };
}

/** The URLs of all instances of a service. */
function instanceUrls(
  { processes, urls }: Pick<Platform, 'processes' | 'urls'>,
  service: ServiceName,
): string[] {
  const others = [...processes.keys()].filter((name) => name !== service && serviceOf(name) === service);
  return [service, ...others].map((name) => urls[name as ServiceName]);
}

/** The service of an instance: `order` of `order-2`. */
function serviceOf(instance: string): string {
  return instance.replace(/-\d+$/, '');
}

async function closedLoop(
  end: number,
  place: () => Promise<string | undefined>,
  follower: OrderFollower,
): Promise<void> {
  while (performance.now() < end) {
    const id = await place();
    if (id === undefined) await pause(50);
    else await Promise.race([follower.decided(id), pause(30_000)]);
  }
}

async function openLoop(
  start: number,
  end: number,
  rate: number,
  place: () => void,
  begin: () => void,
): Promise<void> {
  for (let sent = 0; performance.now() < end;) {
    const due = Math.floor(((performance.now() - start) / 1_000) * rate);
    for (; sent < due; sent++) {
      begin();
      place();
    }
    await pause(5);
  }
}

async function until(done: () => boolean, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (!done() && performance.now() < end) await pause(100);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** CPU milliseconds per confirmed order, of all processes together. */
export function cpuPerOrder({ cpuMsPerOrder }: LoadReport): number {
  return round(Object.values(cpuMsPerOrder).reduce((sum, ms) => sum + ms, 0));
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export const SERVICE_ORDER: readonly (ServiceName | string)[] = [
  'services',
  'order',
  'inventory',
  'payment',
  'shipping',
  'notification',
  'sandbox',
  'postgres',
  'kafka',
  'client',
];
