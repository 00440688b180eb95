import { type Answer, orThrow } from '@waybill/client';
import { type Platform, clientsOf } from '@waybill/shop';
import { Api } from '@waybill/testing';
import { z } from 'zod';
import { quantities } from './lines.js';

/** Units of one SKU, according to the inventory. */
export interface Stock {
  readonly onHand: number;
  readonly reserved: number;
}

/** Amounts of one order, in pence. */
export interface Taken {
  readonly captured: number;
  readonly refunded: number;
}

/** The data of the services and the gateway after the replay. */
export interface Ledger {
  readonly stock: ReadonlyMap<string, Stock>;
  /** Units per SKU in dispatched shipments, according to shipping. */
  readonly shipped: ReadonlyMap<string, number>;
  /** By order, according to the gateway and to the payment service. */
  readonly gateway: ReadonlyMap<string, Taken>;
  readonly payments: ReadonlyMap<string, Taken>;
}

const gatewayPayments = z.object({
  items: z.array(z.object({ orderId: z.string().nullable(), captured: z.int(), refunded: z.int() })),
});

export async function stockOf(platform: Pick<Platform, 'urls'>): Promise<Map<string, Stock>> {
  const { inventory } = await clientsOf(platform, KEEPER);
  const rows = await pages((query) => inventory.GET('/v1/stock', { params: { query } }));
  return new Map(rows.map(({ sku, onHand, reserved }) => [sku, { onHand, reserved }]));
}

/** Reads only data of these orders, because the databases may be older than this replay. All data of the gateway is from this replay. */
export async function readLedger(
  platform: Pick<Platform, 'urls'>,
  orderIds: ReadonlySet<string>,
): Promise<Ledger> {
  const { payment, shipping } = await clientsOf(platform, KEEPER);
  const [stock, payments, shipments, gateway] = await Promise.all([
    stockOf(platform),
    pages((query) => payment.GET('/v1/payments', { params: { query } })),
    pages((query) => shipping.GET('/v1/shipments', { params: { query } })),
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
    gateway: takenOf(gatewayPayments.parse(gateway).items),
    payments: takenOf(
      ours(payments).map(({ orderId, captured, refunded }) => ({
        orderId,
        captured: captured.amount,
        refunded: refunded.amount,
      })),
    ),
  };
}

const KEEPER = { sub: 'shopkeeper', admin: true };

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

async function pages<Item>(
  page: (query: { limit: number; cursor?: string }) => Promise<Answer<Page<Item>>>,
): Promise<Item[]> {
  const rows: Item[] = [];
  let query: Parameters<typeof page>[0] | undefined = { limit: 100 };
  while (query) {
    const { items, nextCursor }: Page<Item> = await orThrow(page(query));
    rows.push(...items);
    query = nextCursor === null ? undefined : { limit: 100, cursor: nextCursor };
  }
  return rows;
}

/** Sums per order, because an order may have several payments. */
function takenOf(payments: readonly (Taken & { orderId: string | null })[]): Map<string, Taken> {
  const taken = new Map<string, Taken>();
  for (const { orderId, captured, refunded } of payments) {
    const { captured: before = 0, refunded: back = 0 } = taken.get(orderId ?? '') ?? {};
    taken.set(orderId ?? '', { captured: before + captured, refunded: back + refunded });
  }
  return taken;
}
