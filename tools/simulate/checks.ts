import {
  type AuditRecord,
  type MessageRecord,
  type OrderRow,
  type Rows,
  type SagaRow,
  type WaitingRecord,
  audited,
  recordsOf,
} from '@waybill/audit';
import { type Clients, PARTNER_TYPES } from './clients.js';
import type { Shop } from './shop.js';

const ENDS = ['order.rejected', 'order.cancelled', 'order.delivered'];
const AT_REST = ['REJECTED', 'CANCELLED', 'DELIVERED'];

/** The checks at the end of a run: those of the audit, and comparisons with the simulated external systems. */
export function* checks(shop: Shop, { orders, received }: Clients): Generator<string> {
  yield* audit(shop);
  yield* atRest(shop, orders);
  yield* charged(shop);
  yield* carried(shop);
  yield* inOrder(shop);
  yield* told(shop);
  yield* toldPartner(shop);
  yield* sentBack(shop, received);
}

function* audit(shop: Shop): Generator<string> {
  const at = new Date(shop.now);
  for (const { equation, id, expected, found } of audited(recordsIn(shop), { at, graceMs: 0 }).findings)
    yield `${equation} of ${id}: expected ${expected}, found ${found}`;
}

function* recordsIn(shop: Shop): Generator<AuditRecord> {
  yield* recordsOf(rowsOf(shop));
  yield* messageRecords(shop);
  yield* waitingRecords(shop);
}

function rowsOf({ services: { order, inventory, payment, shipping } }: Shop): Rows {
  const events = order.rows<{ streamId: string; type: string }>('events');
  type Received = { readonly sku: string; readonly restocked: number };
  type Return = { readonly id: string; readonly status: string; readonly received?: readonly Received[] };
  type Summary = OrderRow & {
    readonly progress: { readonly refunded: number; readonly returns?: readonly Return[] };
  };
  return {
    stock: inventory.rows('stock'),
    movements: inventory.rows('stock_movements'),
    reservations: inventory.rows('reservations'),
    payments: payment.rows('payments'),
    refunds: payment.rows('refunds'),
    parcels: shipping.rows('shipments'),
    returns: order.rows<Summary>('order_summaries').flatMap(({ progress, updatedAt }) =>
      (progress.returns ?? []).map(({ id, status, received = [] }) => ({
        id,
        status,
        updatedAt,
        lines: received.map(({ sku, restocked }) => ({ sku, quantity: restocked })),
      })),
    ),
    settled: [],
    sagas: order
      .rows<SagaRow & { readonly state: { readonly mode: string } }>('sagas')
      .map((saga) => ({ ...saga, isFollowing: saga.state.mode === 'choreographed', byHand: [] })),
    orders: order.rows<Summary>('order_summaries').map((summary) => ({
      ...summary,
      refunded: summary.progress.refunded,
      endings: events
        .filter(({ streamId, type }) => streamId === summary.id && ENDS.includes(type))
        .map(({ type }) => type),
    })),
  };
}

/** Every message of a topic or an outbox, and the consumers that have not handled it. */
function* messageRecords(shop: Shop): Generator<MessageRecord> {
  const sent = new Map(
    shop.all
      .flatMap((service) => service.rows<{ id: string; topic: string }>('outbox_sent'))
      .map((row) => [row.id, row]),
  );
  const inTopics = new Map(shop.messages().map((message) => [message.id, message]));
  const handled = new Set(
    shop.all.flatMap((service) => [
      ...service.database.claimed().map(({ consumer, messageId }) => `${consumer} ${messageId}`),
      ...service
        .rows<{ consumer: string; messageId: string }>('dead_letters')
        .map(({ consumer, messageId }) => `${consumer} ${messageId}`),
    ]),
  );
  for (const id of new Set([...sent.keys(), ...inTopics.keys()])) {
    const message = inTopics.get(id);
    const consumers = message
      ? shop.all.flatMap((service) => service.consumersOf(message.type, message.data))
      : [];
    yield {
      kind: 'message',
      id,
      type: message?.type ?? 'unknown',
      topic: message?.topic ?? sent.get(id)!.topic,
      inTopic: message !== undefined,
      outbox: sent.has(id) ? 'sent' : 'unknown',
      missing: consumers.filter((consumer) => !handled.has(`${consumer} ${id}`)),
    };
  }
}

function* waitingRecords(shop: Shop): Generator<WaitingRecord> {
  for (const service of shop.all) {
    const of = (what: WaitingRecord['what'], id: string, detail: string): WaitingRecord => ({
      kind: 'waiting',
      service: service.name,
      what,
      id,
      detail,
      since: new Date(0),
    });
    for (const row of service.rows<{ id: string; type: string }>('outbox'))
      yield of('message', row.id, row.type);
    for (const row of service.rows<{ id: string; kind: string }>('effects'))
      yield of('effect', row.id, row.kind);
    for (const row of service.rows<{ key: string; consumer: string }>('parked_keys'))
      yield of('parked key', row.key, row.consumer);
    for (const row of service.rows<{ id: string; status: string; errorMessage: string }>('dead_letters'))
      if (row.status === 'open') yield of('dead letter', row.id, row.errorMessage);
  }
}

function* atRest({ services }: Shop, orders: ReadonlyMap<number, ReadonlySet<string>>): Generator<string> {
  const rows = new Map(services.order.rows<OrderRow>('order_summaries').map((row) => [row.id, row]));
  for (const [number, ids] of orders) {
    if (ids.size > 1)
      yield `order ${number} was placed ${ids.size} times under one key: ${[...ids].join(', ')}`;
    for (const id of ids) if (!rows.has(id)) yield `order ${number} was accepted as ${id}, and is gone`;
  }
  if (rows.size > orders.size) yield `${rows.size} orders stand, ${orders.size} were accepted`;
  for (const { id, status } of rows.values())
    if (!AT_REST.includes(status)) yield `order ${id} rests as ${status}`;
}

/** Compares the amounts at the payment gateway with the orders. */
function* charged({ gateway, services }: Shop): Generator<string> {
  type Summary = OrderRow & { readonly progress: { readonly refunded: number } };
  const orders = new Map(services.order.rows<Summary>('order_summaries').map((row) => [row.id, row]));
  for (const [orderId, charges] of Map.groupBy(gateway.charges, (charge) => charge.orderId)) {
    const order = orders.get(orderId);
    const held = charges.filter(({ status }) => status === 'authorized');
    if (held.length > 0)
      yield `the bank still holds ${held.map(({ id }) => id).join(', ')} for order ${orderId}`;
    const taken = charges.filter(({ status }) => status === 'captured');
    if (taken.length > 1) yield `the bank took the money of order ${orderId} ${taken.length} times`;
    const kept = taken.reduce(
      (sum, { captured, refunds }) => sum + captured - [...refunds.values()].reduce((a, b) => a + b, 0),
      0,
    );
    const owed = order?.status === 'DELIVERED' ? order.total - order.progress.refunded : 0;
    if (kept !== owed)
      yield `the bank kept ${kept} of order ${orderId}, which is ${order?.status} and owes ${owed}`;
  }
}

/** Compares the shipments at the carrier with the orders. */
function* carried({ carrier, services }: Shop): Generator<string> {
  const orders = new Map(services.order.rows<OrderRow>('order_summaries').map((row) => [row.id, row]));
  const parcels = [...carrier.parcels.values()].filter(({ booking }) => booking.status !== 'cancelled');
  for (const [orderId, of] of Map.groupBy(parcels, ({ request }) => request.reference.split('/')[0]!)) {
    const status = orders.get(orderId)?.status;
    if (status !== 'DELIVERED')
      yield `a parcel is ${of[0]!.booking.status} for order ${orderId}, which is ${status}`;
    if (of.some(({ booking }) => booking.status !== 'delivered'))
      yield `a parcel of order ${orderId} stays ${of[0]!.booking.status}`;
  }
}

/** The first occurrences of a key's messages in a topic are in the order of the aggregate's versions. */
function* inOrder(shop: Shop): Generator<string> {
  const lastOf = new Map<string, number>();
  const seen = new Set<string>();
  for (const { id, topic, key, type, version } of shop.messages()) {
    if (seen.has(id) || version === undefined) continue;
    seen.add(id);
    const line = `${topic} ${key}`;
    if (version < (lastOf.get(line) ?? 0)) yield `${type} ${id} overtook an earlier message of ${key}`;
    lastOf.set(line, version);
  }
}

/** Every notification was mailed, and every mail has a notification. */
function* told({ services, mails }: Shop): Generator<string> {
  const rows = services.notification.rows<{ id: string; status: string; template: string }>('notifications');
  for (const { id, status, template } of rows) {
    if (status !== 'sent') yield `the mail of ${template} ${id} is ${status}`;
    if (!mails.includes(id)) yield `the mail of ${template} ${id} never arrived`;
  }
  const ids = new Set(rows.map(({ id }) => id));
  for (const id of new Set(mails)) if (!ids.has(id)) yield `a mail ${id} arrived that nobody recorded`;
}

/**
 * The partner received a webhook for every event that it subscribed to, in order per order. Orders with dead letters are excluded,
 * because later webhooks continue while a dead letter waits.
 */
function* toldPartner(shop: Shop): Generator<string> {
  const wanted = shop.messages().filter(({ type }) => PARTNER_TYPES.includes(type));
  const heard = new Map([...shop.partner.heard.entries()].reverse().map(([place, { id }]) => [id, place]));
  const late = new Set(
    shop.services.notification.rows<{ key: string }>('dead_letters').map(({ key }) => key),
  );
  const lastOf = new Map<string, number>();
  for (const { id, type, key, version = 0 } of wanted.sort((a, b) => (a.version ?? 0) - (b.version ?? 0))) {
    const place = heard.get(id);
    if (place === undefined) yield `the partner was never told of ${type} ${id}`;
    else if (place < (lastOf.get(key) ?? 0) && !late.has(key))
      yield `the partner heard ${type} ${id} (${version}) too early`;
    lastOf.set(key, place ?? 0);
  }
}

/** Every received return was completed. */
function* sentBack(shop: Shop, received: ReadonlySet<string>): Generator<string> {
  const completed = new Set(
    shop
      .messages()
      .flatMap(({ type, data }) => (type === 'order.return-completed' ? [String(data['returnId'])] : [])),
  );
  for (const id of received) if (!completed.has(id)) yield `return ${id} was taken in and never completed`;
}
