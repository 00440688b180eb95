import { type Schema, type ServiceClient, orThrow } from '@waybill/client';
import { type Platform, clientsOf } from '@waybill/shop';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Progress, type TokenClaims, startTimeoutMs, untold } from '@waybill/testing';
import type { OrderEvent } from '../../apps/order/src/order.app.js';

type Money = Schema<'order', 'Money'>;
type Order = Schema<'order', 'Order'>;
type Entry = Schema<'order', 'HistoryEntry'>;
type Shop = Pick<Platform, 'urls'>;

/** An order of the demo. */
interface Case {
  readonly title: string;
  readonly customer: TokenClaims & { readonly name: string };
  readonly lines: Schema<'order', 'OrderBody'>['lines'];
  readonly paymentMethod: string;
  /** Action of the customer after the confirmation. */
  readonly afterwards?: (orders: ServiceClient<'order'>, order: Order) => Promise<unknown>;
  readonly ends: string;
}

const PRODUCTS = [
  { sku: 'MUG-BLUE', name: 'Blue mug', price: 1250, stock: 100 },
  { sku: 'TEA-EARL', name: 'Earl Grey, 250 g', price: 899, stock: 200 },
  { sku: 'POT-IRON', name: 'Cast iron teapot', price: 6400, stock: 3 },
];

const ADA = { sub: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' };
const BEN = { sub: 'ben', name: 'Ben Okri', email: 'ben@example.com' };
const ADDRESS = { line1: '12 St James’s Square', city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' };

const CASES: readonly Case[] = [
  {
    title: 'Ada buys two mugs and tea',
    customer: ADA,
    lines: [
      { sku: 'MUG-BLUE', quantity: 2 },
      { sku: 'TEA-EARL', quantity: 1 },
    ],
    paymentMethod: 'pm_card_visa',
    ends: 'DELIVERED',
  },
  {
    title: 'Ben’s card is declined',
    customer: BEN,
    lines: [{ sku: 'TEA-EARL', quantity: 3 }],
    paymentMethod: 'pm_card_visa_chargeDeclined',
    ends: 'REJECTED (CARD_DECLINED)',
  },
  {
    title: 'Ben wants more teapots than there are',
    customer: BEN,
    lines: [{ sku: 'POT-IRON', quantity: 5 }],
    paymentMethod: 'pm_card_visa',
    ends: 'REJECTED (OUT_OF_STOCK)',
  },
  {
    title: 'Ada changes her mind after the confirmation',
    customer: ADA,
    lines: [{ sku: 'POT-IRON', quantity: 1 }],
    paymentMethod: 'pm_card_visa',
    afterwards: (orders, { id }) =>
      orThrow(
        orders.POST('/v1/orders/{id}/cancel', {
          params: { path: { id } },
          body: { reason: 'changed my mind' },
        }),
      ),
    ends: 'CANCELLED (refunded 68.95 EUR)',
  },
];

/** Lists the products and receives their stock; repeatable. */
export async function seed(shop: Shop): Promise<void> {
  const { order, inventory } = await clientsOf(shop, { sub: 'shopkeeper', admin: true });
  await Promise.all(
    PRODUCTS.map(async ({ sku, name, price: amount, stock: quantity }) => {
      const path = { sku };
      const product = { name, price: { amount, currency: 'EUR' } };
      await orThrow(order.PUT('/v1/products/{sku}', { params: { path }, body: product }));
      const params = { path, header: { 'Idempotency-Key': `opening-stock-${sku}` } };
      const receipt = { quantity, reference: 'opening stock' };
      await orThrow(inventory.POST('/v1/stock/{sku}/receipts', { params, body: receipt }));
    }),
  );
}

export interface Ending {
  readonly text: string;
  readonly asExpected: boolean;
}

/** Places all orders in parallel, waits until they end, and returns the timeline of each. */
export function tell(shop: Shop, onConfirmed: () => void, progress: Progress = untold): Promise<Ending[]> {
  return Promise.all(
    CASES.map(async (story, index) => {
      const name = `order ${index + 1}`;
      progress.starts(name, '.waybill/logs/order.log');
      const waits = (status: string): void => progress.waits(name, `it is ${status}`);
      const ending = await play(shop, story, index + 1, { onConfirmed, waits });
      progress.isUp(name);
      return ending;
    }),
  );
}

interface Listener {
  readonly onConfirmed: () => void;
  /** Called with each status in which the order is seen. */
  readonly waits: (status: string) => void;
}

async function play(
  shop: Shop,
  { title, customer, lines, paymentMethod, afterwards, ends }: Case,
  number: number,
  { onConfirmed, waits }: Listener,
): Promise<Ending> {
  const { order: orders } = await clientsOf(shop, customer);
  const shippingAddress = { name: customer.name, ...ADDRESS };
  const header = { 'Idempotency-Key': `demo-${process.pid}-${number}`, Prefer: 'wait=30' };
  const body = { lines, shippingAddress, paymentMethod };
  const placed = await orThrow(orders.POST('/v1/orders', { params: { header }, body }));
  if (placed.status === 'CONFIRMED') {
    onConfirmed();
    await afterwards?.(orders, placed);
  }
  const params = { path: { id: placed.id } };
  const order = await untilEnded(() => orThrow(orders.GET('/v1/orders/{id}', { params })), waits);
  const end = ending(order);
  const history = await orThrow(orders.GET('/v1/orders/{id}/history', { params }));
  const verdict = end === ends ? '' : `   (expected ${ends})`;
  const head = `${number}. ${title}: ${end}${verdict}\n   order ${order.id}, ${amount(order.total)}`;
  return { text: [head, ...timeline(history)].join('\n'), asExpected: end === ends };
}

/** Waits for as long as the status changes. */
async function untilEnded(read: () => Promise<Order>, waits: Listener['waits']): Promise<Order> {
  let seen: string | undefined;
  let since = 0;
  for (;;) {
    const order = await read();
    const { status } = order;
    if (/^(DELIVERED|REJECTED|CANCELLED)$/.test(status)) return order;
    if (status !== seen) [seen, since] = [status, performance.now()];
    if (performance.now() - since > startTimeoutMs()) throw new Error(`order ${order.id} stays ${status}`);
    waits(status);
    await sleep(100);
  }
}

function ending({ status, rejection, refunded }: Order): string {
  if (rejection) return `${status} (${rejection.code})`;
  return status === 'CANCELLED' ? `${status} (refunded ${amount(refunded)})` : status;
}

function timeline(history: readonly Entry[]): string[] {
  const start = Date.parse(history[0]?.at ?? '');
  return history.map(({ type, at, data }) => {
    const after = ((Date.parse(at) - start) / 1_000).toFixed(3);
    const text = note({ type, data } as OrderEvent);
    return `   ${`+${after} s`.padStart(10)}  ${type.padEnd(30)} ${text}`.trimEnd();
  });
}

function note({ type, data }: OrderEvent): string {
  switch (type) {
    case 'order.placed':
      return data.lines.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ');
    case 'order.shipment-booked':
      return data.shipments.map(parcel).join(', ');
    case 'order.shipped':
      return parcel(data);
    case 'order.rejected':
    case 'order.cancellation-refused':
      return data.detail;
    case 'order.cancellation-requested':
      return data.reason;
    case 'order.cancelled':
      return `refunded ${amount(data.refund)}`;
    default:
      return '';
  }
}

function parcel({ carrier, trackingNumber }: { carrier: string; trackingNumber: string }): string {
  return `${carrier} ${trackingNumber}`;
}

function amount({ amount: minor, currency }: Money): string {
  return `${(minor / 100).toFixed(2)} ${currency}`;
}
