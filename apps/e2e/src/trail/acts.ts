import { randomUUID } from 'node:crypto';
import { SERVICES } from '@waybill/contracts';
import { Api, eventually } from '@waybill/testing';
import pg from 'pg';
import { type Person, tokenOf } from '../access/callers.js';
import type { OneProcess } from '../one-process.js';
import { PATIENCE } from '../shop.js';

export const TENANT = 'north';
export const KEEPER: Person = { sub: 'keeper', tenant: TENANT, roles: ['admin', 'operator'] };
export const ADA: Person = { sub: 'ada', tenant: TENANT, roles: [] };

type Service = (typeof SERVICES)[number];

/** What an admin or operator can do with a route here. */
export interface Act {
  /** Values for the parameters of the path. */
  readonly path?: Readonly<Record<string, string>>;
  /** Default: the example of the route. */
  readonly body?: object;
  /** What the entry names; default: the only value of the path. */
  readonly target?: string | null;
  /** The customer whose data it is. */
  readonly owner?: string;
}

export const apiOf = ({ urls }: OneProcess, service: Service, person: Person): Api =>
  new Api(urls[service], tokenOf(Object.assign({ name: 'Ada', email: `${person.sub}@example.com` }, person)));

/** Places an order of two units for Ada, and returns its id. */
async function order(
  platform: OneProcess,
  sku: string,
  { draft = false, paymentMethod = 'pm_card_visa' } = {},
): Promise<string> {
  const address = {
    name: 'Ada',
    line1: 'St James’s Square',
    city: 'London',
    postalCode: 'SW1Y 4JH',
    country: 'GB',
  };
  const body = { lines: [{ sku, quantity: 2 }], shippingAddress: address, paymentMethod };
  const path = `/v1/orders${draft ? '?draft=true' : ''}`;
  const api = apiOf(platform, 'order', ADA);
  const { id } = await api.post<{ id: string }>(path, body, { 'idempotency-key': randomUUID() });
  return id;
}

async function confirmed(
  platform: OneProcess,
  paymentMethod?: string,
): Promise<{ id: string; shipmentId: string }> {
  const id = await order(platform, 'TEA', { ...(paymentMethod && { paymentMethod }) });
  const api = apiOf(platform, 'shipping', KEEPER);
  return eventually(async () => {
    const { status } = await apiOf(platform, 'order', ADA).get<{ status: string }>(`/v1/orders/${id}`);
    if (status !== 'CONFIRMED') throw new Error(`the order is ${status}`);
    const { items } = await api.get<{ items: { id: string }[] }>(`/v1/shipments?orderId=${id}`);
    return { id, shipmentId: items[0]!.id };
  }, PATIENCE);
}

export async function inDatabase<Value>(
  url: string,
  work: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Dead letters and a parked key of the outbox, as a consumer and the relay write them. */
const BROKEN = `
  INSERT INTO dead_letters (id, consumer, type, topic, partition, "offset", key, headers, error_code, error_message, error_stack,
    fingerprint, attempts, first_at, last_at, status, redrives, actions)
  SELECT letter, 'nobody', 'bank.opened', 'bank.events', 0, nr, letter, '{}', upper(letter), 'Ada Lovelace', '', 'f', 1, now(), now(),
    'open', 0, 0
  FROM unnest(ARRAY['edited', 'discarded', 'redriven', 'many']) WITH ORDINALITY AS letters (letter, nr);
  INSERT INTO outbox_parked VALUES ('parked', 0, 1, 'id', 'bank.opened', 'bank.events', 1, 'too large', now(), now() + interval '1h')`;
const ALARM = `INSERT INTO payment_alarms (id, tenant, order_id, kind, detail, raised_at)
  VALUES ('alarm', '${TENANT}', 'an-order', 'REFUND_REFUSED', 'The gateway refused a refund.', now())`;

const letters: Readonly<Record<string, Act>> = {
  editDeadLetter: { path: { id: 'edited' } },
  discardDeadLetter: { path: { id: 'discarded' } },
  redriveDeadLetter: { path: { id: 'redriven' }, body: { dryRun: false } },
  redriveDeadLetters: { body: { filter: { errorCode: 'MANY' } }, target: 'many' },
  retryOutboxKey: { path: { key: 'parked' } },
};

/** One act for every route, by service and operation, in the order in which they are possible. */
export async function prepareActs(platform: OneProcess): Promise<Map<string, Act>> {
  const shop = apiOf(platform, 'order', KEEPER);
  const stock = apiOf(platform, 'inventory', KEEPER);
  const key = () => ({ 'idempotency-key': randomUUID() });
  const price = { amount: 1_250, currency: 'EUR' };
  for (const sku of ['TEA', 'RARE', 'MUG-BLUE']) await shop.put(`/v1/products/${sku}`, { name: sku, price });
  await stock.post('/v1/stock/TEA/receipts', { quantity: 100, reference: 'opening' }, key());
  await stock.put('/v1/stock/RARE', { backorder: true });
  for (const service of SERVICES)
    await inDatabase(platform.databases[service], (client) => client.query(BROKEN));
  await inDatabase(platform.databases.payment, (client) => client.query(ALARM));
  const hook = { url: 'http://127.0.0.1:9/path-of-the-partner', types: ['order.cancelled'] };
  const webhook = await apiOf(platform, 'notification', KEEPER).post<{ id: string }>('/v1/webhooks', hook);
  const [shipped, notRefunded, cancelled, waiting, draft, placed] = await Promise.all([
    confirmed(platform),
    confirmed(platform, 'pm_card_refundFail'),
    order(platform, 'TEA'),
    order(platform, 'RARE'),
    order(platform, 'TEA', { draft: true }),
    order(platform, 'TEA', { draft: true }),
  ]);
  await apiOf(platform, 'order', ADA).post(`/v1/orders/${notRefunded.id}/cancel`, { reason: 'Too late' });
  const ofAda = { owner: ADA.sub };
  const address = {
    name: 'Ada',
    line1: 'Elsewhere 9',
    city: 'London',
    postalCode: 'SW1Y 4JH',
    country: 'GB',
  };
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const acts: [string, Act][] = [
    ['order.putProduct', { path: { sku: 'TEA' } }],
    ['inventory.setStockRules', { path: { sku: 'TEA' } }],
    ['inventory.receiveStock', { path: { sku: 'TEA' } }],
    ['inventory.adjustStock', { path: { sku: 'TEA' } }],
    [
      'shipping.pickShipment',
      { path: { id: shipped.shipmentId }, body: { lines: [{ sku: 'TEA', found: 2 }] }, ...ofAda },
    ],
    ['shipping.dispatchShipment', { path: { id: shipped.shipmentId }, ...ofAda }],
    ['shipping.deliverShipment', { path: { id: shipped.shipmentId }, ...ofAda }],
    [
      'order.requestReturn',
      {
        path: { id: shipped.id },
        body: { lines: [{ sku: 'TEA', quantity: 1 }], reason: 'Too large' },
        ...ofAda,
      },
    ],
    [
      'order.receiveReturn',
      {
        path: { id: `${shipped.id}-return-1` },
        body: { lines: [{ sku: 'TEA', restocked: 1, writtenOff: 0 }] },
        ...ofAda,
      },
    ],
    ['order.changeShippingAddress', { path: { id: waiting }, body: address, ...ofAda }],
    [
      'order.changeOrderLines',
      { path: { id: waiting }, body: { lines: [{ sku: 'RARE', quantity: 3 }] }, ...ofAda },
    ],
    ['order.retrySaga', { path: { id: waiting }, ...ofAda }],
    [
      'order.resolveSaga',
      { path: { id: notRefunded.id }, body: { step: 'undo capture', note: 'Transferred by hand' }, ...ofAda },
    ],
    ['order.cancelOrder', { path: { id: cancelled }, ...ofAda }],
    ['order.putDraftLine', { path: { id: draft, sku: 'RARE' }, target: draft, ...ofAda }],
    ['order.removeDraftLine', { path: { id: draft, sku: 'RARE' }, target: draft, ...ofAda }],
    ['order.placeDraft', { path: { id: placed }, body: {}, ...ofAda }],
    ['order.eraseCustomer', { path: { id: 'zoe' }, owner: 'zoe' }],
    ['order.importOrders', { target: null }],
    ['order.verifyProjection', { path: { name: 'product-sales' } }],
    ['order.rebuildProjection', { path: { name: 'product-sales' } }],
    ['payment.settlePaymentAlarm', { path: { id: 'alarm' } }],
    ['payment.reconcilePayments', { body: { from: day(-1), to: day(1) }, target: null }],
    ['notification.createWebhook', { body: hook }],
    ['notification.enableWebhook', { path: { id: webhook.id } }],
    ['notification.deleteWebhook', { path: { id: webhook.id } }],
    ...SERVICES.flatMap((service) =>
      Object.entries(letters).map(([operation, act]): [string, Act] => [`${service}.${operation}`, act]),
    ),
  ];
  return new Map(acts);
}
