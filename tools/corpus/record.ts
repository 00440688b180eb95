// Runs inside the build of another commit, started by tools/corpus.ts, with the simulator of that commit. Writes one JSON object per
// line: every order with the rows that each transaction stored, and every message of the topics.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RecordedMessage, RecordedMoment, RecordedOrder } from './recorded.js';

interface Row extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

interface Change {
  readonly kind: { readonly table: string };
  readonly inserts: readonly object[];
  readonly updates: readonly object[];
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: object;
  readonly principal: object;
  readonly headers: object;
}

/** The part of the other commit's simulator that is used here. */
interface Shop {
  ask(service: 'order', request: Request): Promise<{ readonly body?: { readonly id: string } }>;
  readonly broker: {
    readonly topics: ReadonlyMap<
      string,
      readonly (readonly {
        readonly key: string;
        readonly headers: RecordedMessage['headers'];
        readonly value: Buffer | null;
      }[])[]
    >;
  };
}
interface Clients {
  readonly shop: Shop;
  openShop(): void;
}
interface World {
  committed(service: string, claims: readonly string[], changes: readonly Change[]): void;
}
interface Options {
  readonly seed: number;
  readonly fulfilment: string;
  readonly steps?: readonly object[];
  readonly onEnd: (shop: Shop) => void;
}

const RUNS = Number(process.argv[3]);
/** Items put into drafts one by one, so that the snapshot of 100 events falls on each status in turn. */
const LONG_DRAFTS = [100, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89];

const load = async <Module>(path: string): Promise<Module> =>
  (await import(pathToFileURL(join(process.cwd(), path)).href)) as Module;

await import(pathToFileURL(join(process.cwd(), 'node_modules/reflect-metadata/Reflect.js')).href);
const { run } = await load<{ run(options: Options): Promise<unknown> }>('tools/simulate/run.ts');
const { Clients } = await load<{ Clients: { prototype: Clients } }>('tools/simulate/clients.ts');
const { World } = await load<{ World: { prototype: World } }>('libs/testing/src/simulation/world.ts');

const { messageTypes } = await load<{
  messageTypes: ReadonlyMap<string, { parse(data: unknown, version: number): unknown }>;
}>('libs/contracts/src/index.ts');

const output = createWriteStream(process.argv[2]!);
let orders = new Map<string, { -readonly [Name in keyof RecordedOrder]: RecordedOrder[Name] }>();
let opened: (shop: Shop) => void = () => {};

const { openShop } = Clients.prototype;
Clients.prototype.openShop = function (this: Clients) {
  openShop.call(this);
  opened(this.shop);
};

const { committed } = World.prototype;
World.prototype.committed = function (this: World, service, claims, changes) {
  committed.call(this, service, claims, changes);
  if (service === 'order') recordOrders(changes);
};

for (const fulfilment of ['orchestrated', 'choreographed'])
  for (let seed = 1; seed <= RUNS; seed++) await record({ seed, fulfilment });
opened = (shop) => {
  LONG_DRAFTS.forEach((items, index) => void placeDraft(shop, items, index));
  void discardDraft(shop);
};
await record({ seed: RUNS + 1, fulfilment: 'orchestrated', steps: [] });
output.end();

async function record(options: Omit<Options, 'onEnd'>): Promise<void> {
  orders = new Map();
  await run({ ...options, onEnd: (shop) => writeMessages(shop) });
  for (const order of orders.values()) write({ order });
}

function recordOrders(changes: readonly Change[]): void {
  const rows = new Map<string, { summary?: Row; saga?: Row; snapshot?: Row; contacts: Row[] }>();
  const of = (id: string) => {
    const known = rows.get(id) ?? { contacts: [] };
    rows.set(id, known);
    return known;
  };
  for (const { kind, inserts, updates } of changes) {
    for (const row of structuredClone([...inserts, ...updates]) as Row[]) {
      if (kind.table === 'events' && String(row['type']).startsWith('order.'))
        orderOf(String(row['streamId'])).events.push(row);
      if (kind.table === 'contacts') of(row.id).contacts.push(row);
      if (kind.table === 'order_summaries') of(row.id).summary = row;
      if (kind.table === 'sagas') of(row.id).saga = row;
      if (kind.table === 'snapshots') of(String(row['streamId'])).snapshot = row;
    }
  }
  for (const [id, { contacts, ...stored }] of rows) {
    const order = orders.get(id);
    // The row of a changed address has another id than the order.
    if (!order) continue;
    order.contact ??= contacts[0];
    const last = order.moments.at(-1);
    order.moments.push({
      ...last,
      snapshot: undefined,
      ...stored,
      version: order.events.length,
    } as RecordedMoment);
  }
}

function orderOf(id: string) {
  const order = orders.get(id) ?? { id, events: [], moments: [], contact: undefined };
  orders.set(id, order);
  return order;
}

async function placeDraft(shop: Shop, items: number, index: number): Promise<void> {
  const ask = customerOf(shop, `draft-${index}`);
  const id = await begin(ask);
  for (let item = 1; item <= items; item++)
    await ask('PUT', `/v1/orders/${id}/lines/mug`, { quantity: 1 + (item % 2) });
  if (items < LONG_DRAFTS[0]!) await ask('POST', `/v1/orders/${id}/place`, { paymentMethod: 'pm_card_visa' });
}

async function discardDraft(shop: Shop): Promise<void> {
  const ask = customerOf(shop, 'discarded');
  await ask('POST', `/v1/orders/${await begin(ask)}/cancel`, { reason: 'changed my mind' });
}

type Ask = (
  method: string,
  path: string,
  body: object,
) => Promise<{ readonly body?: { readonly id: string } }>;

function customerOf(shop: Shop, name: string): Ask {
  const principal = {
    subject: 'alice',
    tenant: 'default',
    admin: false,
    name: 'Alice',
    email: 'alice@example.com',
  };
  let keys = 0;
  return (method, path, body) =>
    shop.ask('order', { method, path, body, principal, headers: { 'idempotency-key': `${name}-${++keys}` } });
}

async function begin(ask: Ask): Promise<string> {
  const shippingAddress = { name: 'Alice', line1: '1 Lane', city: 'Town', postalCode: '1', country: 'GB' };
  const lines = [{ sku: 'mug', quantity: 1 }];
  let id: string | undefined;
  // Refused until the product exists.
  while (!id) id = (await ask('POST', '/v1/orders?draft=true', { lines, shippingAddress })).body?.id;
  return id;
}

/** Writes the messages of all topics, without the simulator's poison messages. */
function writeMessages(shop: Shop): void {
  for (const [topic, partitions] of shop.broker.topics)
    for (const { key, headers, value } of partitions.flat())
      if (isReadable(headers, value))
        write({ message: { topic, key, headers, value: value!.toString() } as RecordedMessage });
}

function isReadable(
  { ce_type = '', ce_eventversion }: RecordedMessage['headers'],
  value: Buffer | null,
): boolean {
  try {
    messageTypes.get(ce_type)!.parse(JSON.parse(value!.toString()), Number(ce_eventversion));
    return true;
  } catch {
    return false;
  }
}

function write(line: object): void {
  output.write(`${JSON.stringify(line)}\n`);
}
