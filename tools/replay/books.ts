import { Api, type Platform } from '@waybill/testing';
import { z } from 'zod';
import { quantities } from './lines.js';

/** Pieces of one SKU, according to the inventory. */
export interface Stock {
  readonly onHand: number;
  readonly reserved: number;
}

/** Of one order, in pence. */
export interface Taken {
  readonly captured: number;
  readonly refunded: number;
}

/** What the services and the gateway say once the replay is over, each from its own books. */
export interface Books {
  readonly stock: ReadonlyMap<string, Stock>;
  /** Pieces per SKU in parcels that have left, according to shipping. */
  readonly shipped: ReadonlyMap<string, number>;
  /** By order, according to the gateway and to the payment service. */
  readonly gateway: ReadonlyMap<string, Taken>;
  readonly payments: ReadonlyMap<string, Taken>;
}

const amount = z.object({ amount: z.int() }).transform((money) => money.amount);
const stockRow = z.object({ sku: z.string(), onHand: z.int(), reserved: z.int() });
const paymentRow = z.object({ orderId: z.string(), captured: amount, refunded: amount });
const shipmentRow = z.object({
  orderId: z.string(),
  status: z.string(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
});
const gatewayBooks = z.object({
  items: z.array(z.object({ orderId: z.string().nullable(), captured: z.int(), refunded: z.int() })),
});

export async function stockOf(platform: Pick<Platform, 'api'>): Promise<Map<string, Stock>> {
  const rows = await pages(await platform.api('inventory', KEEPER), '/v1/stock', stockRow);
  return new Map(rows.map(({ sku, ...stock }) => [sku, stock]));
}

/** Of these orders only: the databases may be older than this replay. The gateway is not, and tells all. */
export async function readBooks(
  platform: Pick<Platform, 'api' | 'urls'>,
  orderIds: ReadonlySet<string>,
): Promise<Books> {
  const [stock, payments, shipments, gateway] = await Promise.all([
    stockOf(platform),
    pages(await platform.api('payment', KEEPER), '/v1/payments', paymentRow),
    pages(await platform.api('shipping', KEEPER), '/v1/shipments', shipmentRow),
    new Api(platform.urls.gateway).get('/sandbox/payments'),
  ]);
  const ours = <T extends { orderId: string }>(rows: T[]): T[] =>
    rows.filter(({ orderId }) => orderIds.has(orderId));
  const left = ours(shipments).filter(({ status }) => status === 'shipped' || status === 'delivered');
  return {
    stock,
    shipped: quantities(
      left.flatMap(({ lines }) => lines),
      ({ sku }) => sku,
    ),
    gateway: takenOf(gatewayBooks.parse(gateway).items),
    payments: takenOf(ours(payments)),
  };
}

const KEEPER = { sub: 'shopkeeper', admin: true };

async function pages<T extends z.ZodType>(api: Api, path: string, row: T): Promise<z.infer<T>[]> {
  const page = z.object({ items: z.array(row), nextCursor: z.string().nullable() });
  const rows: z.infer<T>[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { items, nextCursor } = page.parse(await api.get(`${path}?limit=100${query}`));
    rows.push(...items);
    cursor = nextCursor;
  } while (cursor !== null);
  return rows;
}

/** An order may have been paid in several tries. */
function takenOf(payments: readonly (Taken & { orderId: string | null })[]): Map<string, Taken> {
  const taken = new Map<string, Taken>();
  for (const { orderId, captured, refunded } of payments) {
    const { captured: before = 0, refunded: back = 0 } = taken.get(orderId ?? '') ?? {};
    taken.set(orderId ?? '', { captured: before + captured, refunded: back + refunded });
  }
  return taken;
}
