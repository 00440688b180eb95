import { describe, expect, it } from '@jest/globals';
import { audited } from './audit.js';
import type { Book } from './books.js';
import type { Finding } from './findings.js';
import { type Rows, booksOf } from './rows.js';

const at = new Date('2026-03-01T12:00:00Z');
const updatedAt = new Date('2026-03-01T11:00:00Z');
const moment = { at, graceMs: 60_000 };
const lines = [{ sku: 'TEA', quantity: 2 }];

/** One order that was delivered, another that was cancelled once it was paid, a third that nobody has shipped yet. */
const truth = {
  stock: [stock({ onHand: 9, reserved: 2 })],
  movements: [
    { tenant: 'acme', sku: 'TEA', kind: 'received', reference: 'PO-1', warehouse: 'main', delta: 10 },
    { tenant: 'acme', sku: 'TEA', kind: 'shipped', reference: 'parcel-1', warehouse: 'main', delta: -2 },
    { tenant: 'acme', sku: 'TEA', kind: 'restocked', reference: 'return-1', warehouse: 'main', delta: 1 },
  ],
  reservations: [
    { orderId: 'delivered', tenant: 'acme', status: 'committed', lines, updatedAt },
    { orderId: 'cancelled', tenant: 'acme', status: 'released', lines, updatedAt },
    { orderId: 'confirmed', tenant: 'acme', status: 'reserved', lines, updatedAt },
  ],
  payments: [payment('delivered'), { ...payment('cancelled'), refunded: 1000 }, payment('confirmed')],
  refunds: [{ orderId: 'cancelled', refundId: 'r-1', status: 'refunded', amount: 1000, updatedAt }],
  parcels: [
    { orderId: 'delivered', shipmentId: 'parcel-1', status: 'delivered', lines, updatedAt },
    { orderId: 'cancelled', shipmentId: 'parcel-2', status: 'cancelled', lines, updatedAt },
    { orderId: 'confirmed', shipmentId: 'parcel-3', status: 'booked', lines, updatedAt },
  ],
  orders: [
    {
      id: 'delivered',
      status: 'DELIVERED',
      total: 1000,
      refunded: 0,
      endings: ['order.delivered'],
      updatedAt,
    },
    {
      id: 'cancelled',
      status: 'CANCELLED',
      total: 1000,
      refunded: 1000,
      endings: ['order.cancelled'],
      updatedAt,
    },
    { id: 'confirmed', status: 'CONFIRMED', total: 1000, refunded: 0, endings: [], updatedAt },
  ],
  sagas: ['delivered', 'cancelled', 'confirmed'].map((id) => ({
    id,
    status: 'ended',
    deadline: null,
    isFollowing: false,
    byHand: [],
    updatedAt,
  })),
  returns: [
    { id: 'return-1', status: 'COMPLETED', lines: [{ sku: 'TEA', quantity: 1 }], updatedAt },
    { id: 'return-2', status: 'REQUESTED', lines: [], updatedAt },
  ],
  settled: [],
} satisfies Rows;

function stock(pieces: { readonly onHand: number; readonly reserved: number }) {
  return { tenant: 'acme', sku: 'TEA', ...pieces, warehouses: [{ warehouse: 'main', ...pieces }] };
}

function payment(orderId: string) {
  const sums = { amount: 1000, toCapture: 1000, captured: 1000, refunding: 0, refunded: 0 };
  return {
    orderId,
    status: 'captured',
    gatewayId: `pi_${orderId}`,
    ...sums,
    refusal: null,
    held: null,
    updatedAt,
  };
}

type Table = keyof Rows;
/** The truth with one row changed. */
function lied<Name extends Table>(table: Name, row: number, change: Partial<Rows[Name][number]>): Rows {
  return {
    ...truth,
    [table]: truth[table].map((one, index) => (index === row ? { ...one, ...change } : one)),
  };
}

const found = (findings: readonly Finding[]): string[] =>
  findings.map(({ equation, id, expected, found: is }) => `${equation} ${id}: ${expected}; found ${is}`);
const of = (rows: Rows): string[] => found(audited(booksOf(rows), moment).findings);
const ofBook = (book: Book): string[] => found(audited([book], moment).findings);

describe('the equations', () => {
  it('hold for what is true, and all of it is read', () => {
    const audit = audited(booksOf(truth), moment);
    expect(audit.findings).toEqual([]);
    expect(audit.books).toEqual({
      stock: 1,
      parcel: 3,
      return: 2,
      order: 3,
      message: 0,
      view: 0,
      waiting: 0,
    });
  });

  it('stock: a piece that no movement brought', () => {
    expect(of(lied('stock', 0, stock({ onHand: 10, reserved: 2 })))).toEqual([
      'stock acme/TEA/main: 9 pieces; found 10 pieces',
    ]);
  });

  it('stock: a sum that is not that of the houses', () => {
    expect(of(lied('stock', 0, { onHand: 10 }))).toEqual(['stock acme/TEA: 9 pieces; found 10 pieces']);
  });

  it('stock: a piece that a movement brought into another house', () => {
    expect(of(lied('movements', 0, { warehouse: 'north' }))).toEqual([
      'stock acme/TEA/main: -1 pieces; found 9 pieces',
      'stock acme/TEA/north: 10 pieces; found 0 pieces',
    ]);
  });

  it('reserved: a piece that no reservation holds', () => {
    expect(of(lied('stock', 0, stock({ onHand: 9, reserved: 3 })))).toEqual([
      'reserved acme/TEA/main: 2 pieces; found 3 pieces',
    ]);
  });

  it('reserved: what a waiting order holds already counts', () => {
    expect(of(lied('reservations', 2, { status: 'waiting' }))).toEqual([]);
  });

  it('shipped: a parcel with other goods than the stock let go', () => {
    const less = [{ sku: 'TEA', quantity: 1 }];
    expect(of(lied('parcels', 0, { lines: less }))).toEqual(['shipped parcel-1: 1 TEA; found 2 TEA']);
  });

  it('restocked: a return of which the stock took in more than came back for sale', () => {
    expect(of(lied('returns', 0, { lines: [] }))).toEqual(['restocked return-1: nothing; found 1 TEA']);
  });

  it('held: a cancelled order whose parcel is still booked', () => {
    expect(of(lied('parcels', 1, { status: 'booked' }))).toEqual([
      'held cancelled: CANCELLED: holds nothing; found CANCELLED: holds a parcel',
    ]);
  });

  it('held: a confirmed order whose goods were given away', () => {
    const rows = lied('reservations', 2, { status: 'released' });
    expect(of({ ...rows, stock: [stock({ onHand: 9, reserved: 0 })] })).toEqual([
      'held confirmed: CONFIRMED: lacks nothing; found CONFIRMED: lacks goods',
    ]);
  });

  it('authorized: more than was captured, let go or is pending', () => {
    expect(of(lied('payments', 0, { toCapture: 900 }))).toEqual([
      'authorized delivered: captured: 10.00; found captured: 10.00 captured, 1.00 let go, 0.00 pending',
    ]);
  });

  it('authorized: the amount before stands while another one is asked for', () => {
    expect(of(lied('payments', 0, { status: 'authorizing', captured: 0, held: { amount: 700 } }))).toEqual([
      'owed delivered: 10.00; found 0.00',
    ]);
  });

  it('owed: less money kept than the order costs', () => {
    expect(of(lied('payments', 0, { amount: 900, toCapture: 900, captured: 900 }))).toEqual([
      'owed delivered: 10.00; found 9.00',
    ]);
  });

  it('refunds: a payment that knows of no refund which there is', () => {
    expect(of(lied('refunds', 0, { amount: 700 }))).toEqual([
      'refunds cancelled: 10.00, and 0.00 under way; found 7.00, and 0.00 under way',
    ]);
  });

  it('refunds: a customer who was told of another sum', () => {
    expect(of(lied('orders', 1, { refunded: 700 }))).toEqual([
      'refunds cancelled: 10.00 told to the customer; found 7.00 told to the customer',
    ]);
  });

  it('ending: an order with two ends', () => {
    expect(of(lied('orders', 0, { endings: ['order.delivered', 'order.cancelled'] }))).toEqual([
      'ending delivered: one end; found order.delivered, order.cancelled',
    ]);
  });

  it('ending: an order that has not heard of its parcel', () => {
    expect(of(lied('orders', 0, { status: 'SHIPPED' }))).toEqual([
      'ending delivered: DELIVERED; found SHIPPED',
    ]);
  });

  it('deadline: a saga that was not answered in time', () => {
    const deadline = new Date('2026-03-01T11:30:00Z');
    expect(of(lied('sagas', 2, { status: 'running', deadline }))).toEqual([
      'deadline confirmed: an answer by 2026-03-01T11:30:00.000Z; found running, CONFIRMED',
    ]);
  });

  it('deadline: an order between two steps that nobody drives', () => {
    expect(of(lied('orders', 2, { status: 'AUTHORIZED' }))).toEqual([
      'deadline confirmed: somebody who drives it; found AUTHORIZED since 2026-03-01T11:00:00.000Z',
    ]);
  });

  const message: Book = {
    kind: 'message',
    id: 'm-1',
    type: 'order.placed',
    topic: 'order.events',
    inTopic: true,
    outbox: 'sent',
    missing: [],
  };

  it('published, origin, effect: a message that is lost, comes from nowhere, or was not handled', () => {
    expect(ofBook(message)).toEqual([]);
    expect(ofBook({ ...message, inTopic: false })).toEqual([
      'published m-1: order.placed in order.events; found nothing',
    ]);
    expect(ofBook({ ...message, outbox: 'unknown' })).toEqual([
      'origin m-1: a row in an outbox; found order.placed in order.events',
    ]);
    expect(ofBook({ ...message, missing: ['shipping.confirm'] })).toEqual([
      'effect m-1: a claim of shipping.confirm; found none, of order.placed in order.events',
    ]);
  });

  it('view: rows that are not what the events say', () => {
    expect(ofBook({ kind: 'view', name: 'sales', differences: 1 })).toEqual([
      'view sales: 0 rows that differ; found 1 rows that differ',
    ]);
  });

  it('stuck: a message that waits for too long, and a parked key at once', () => {
    const waiting = { kind: 'waiting', service: 'order', id: 'w-1', detail: 'order.placed' } as const;
    expect(ofBook({ ...waiting, what: 'message', since: at })).toEqual([]);
    expect(ofBook({ ...waiting, what: 'message', since: updatedAt })).toEqual([
      'stuck w-1: no message that waits in order; found order.placed, since 2026-03-01T11:00:00.000Z',
    ]);
    expect(ofBook({ ...waiting, what: 'parked key', since: at })).toHaveLength(1);
  });

  it('leave out what changed a moment ago', () => {
    expect(of(lied('parcels', 1, { status: 'booked', updatedAt: at }))).toEqual([]);
  });

  it('count apart what an operator did by hand, and only what that step concerns', () => {
    const rows = lied('payments', 1, { refunded: 0 });
    const byHand = ['undo capture'];
    const sagas = truth.sagas.map((saga) => ({ ...saga, byHand }));
    const audit = audited(booksOf({ ...rows, refunds: [], sagas }), moment);
    expect(audit.findings).toEqual([]);
    expect(found(audit.byHand)).toEqual([
      'owed cancelled: 0.00; found 10.00',
      'refunds cancelled: 0.00 told to the customer; found 10.00 told to the customer',
    ]);
    const settled = [{ orderId: 'cancelled' }];
    expect(audited(booksOf({ ...rows, refunds: [], settled }), moment)).toMatchObject({
      findings: [],
      byHand: audit.byHand,
    });
    const booked = lied('parcels', 1, { status: 'booked' });
    expect(of({ ...booked, sagas })).toHaveLength(1);
  });
});
