import type { Clients } from './clients.js';
import type { ServiceName, Shop } from './shop.js';

/** The columns that are compared at the end of a run. Other columns depend on timing. */
const TABLES: Readonly<Record<ServiceName, readonly string[]>> = {
  order: ['order_summaries', 'sagas'],
  inventory: ['stock', 'stock_movements', 'backorders'],
  payment: ['payments', 'refunds', 'payables', 'payment_alarms'],
  shipping: ['shipments', 'parcel_plans'],
  notification: ['notifications'],
};

/** Fields that differ between runs: request metadata, and texts with the order's number. */
const LEFT_OUT = new Set([
  'correlationId',
  'metadata',
  'version',
  'position',
  'log',
  'decisions',
  'asked',
  'subject',
]);

/** Published once per void command. Commands that arrive during the call to the gateway share one reply, so the number depends on timing. */
const SAID_TO_EACH = 'payment.voided';

interface Pieces {
  readonly sku: string;
  readonly quantity: number;
  readonly warehouse?: string;
}
interface Reservation {
  readonly lines: readonly Pieces[];
  readonly departed: readonly Pieces[];
}

/** The end state of a run, independent of timing: order ids are replaced by numbers, other ids and times are left out. */
export function endStateOf(shop: Shop, clients: Clients): Record<string, string[]> {
  const { gateway, carrier, mails, services } = shop;
  const numbers = [...clients.orders].flatMap(([number, ids]) =>
    [...ids].map((id) => [id, `order ${number}`] as const),
  );
  const written = (rows: readonly object[]): string[] =>
    rows.map((row) => plain(JSON.stringify(row, withoutWays), numbers)).sort();
  return {
    ...Object.fromEntries(
      Object.entries(TABLES).flatMap(([service, tables]) =>
        tables.map((table) => [table, written(services[service as ServiceName].rows(table))]),
      ),
    ),
    // The order of two dispatches depends on timing.
    reservations: written(
      services.inventory.rows<Reservation>('reservations').map(({ lines, departed, ...row }) => ({
        ...row,
        pieces: [...lines, ...departed].map(wordsOf).sort(),
      })),
    ),
    said: written(
      shop
        .messages()
        .filter(({ type }) => type !== SAID_TO_EACH)
        .map(({ topic, type, key }) => ({ topic, type, key })),
    ),
    charges: written(gateway.charges.map(({ refunds, ...charge }) => ({ ...charge, refunds: [...refunds] }))),
    parcels: written([...carrier.parcels.values()]),
    told: written(shop.partner.heard.map(({ type, data }) => ({ type, data }))),
    mails: [String(mails.length)],
  };
}

function wordsOf({ sku, quantity, warehouse = 'main' }: Pieces): string {
  return `${quantity} ${sku} of ${warehouse}`;
}

interface Shipped {
  readonly lines?: readonly object[];
}
const byGoods = (one: Shipped, other: Shipped): number =>
  JSON.stringify(one.lines) < JSON.stringify(other.lines) ? -1 : 1;

/** Sorts properties by name, because their order depends on timing and JSONB does not keep it; and the parcels of an order by their goods. */
function withoutWays(key: string, value: unknown): unknown {
  if (LEFT_OUT.has(key)) return undefined;
  if (key === 'shipments') return (value as Shipped[]).toSorted(byGoods);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A UUID, with an optional suffix for the number of the shipment. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(-\d)?/g;
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const OUTSIDE_ID = /\b(pi|bkg|evt|cev)_\d+/g;

function plain(text: string, numbers: readonly (readonly [string, string])[]): string {
  const named = numbers.reduce((all, [id, name]) => all.replaceAll(id, name), text);
  return named.replaceAll(UUID, 'id').replaceAll(TIME, 'time').replaceAll(OUTSIDE_ID, '$1');
}
