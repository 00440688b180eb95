import { describe, expect, it } from '@jest/globals';
import { audited } from './audit.js';
import type { AuditRecord } from './audit-records.js';
import type { Finding } from './findings.js';
import { type Rows, recordsOf } from './rows.js';

const at = new Date('2026-03-01T12:00:00Z');
const updatedAt = new Date('2026-03-01T11:00:00Z');
const moment = { at, graceMs: 60_000 };
const lines = [{ sku: 'TEA', quantity: 2 }];

/** One delivered order, one that was cancelled after the payment, and one that is not shipped yet. */
const consistent = {
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

function stock(units: { readonly onHand: number; readonly reserved: number }) {
  return { tenant: 'acme', sku: 'TEA', ...units, warehouses: [{ warehouse: 'main', ...units }] };
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
/** The consistent data with one row changed. */
function corrupted<Name extends Table>(table: Name, row: number, change: Partial<Rows[Name][number]>): Rows {
  return {
    ...consistent,
    [table]: consistent[table].map((one, index) => (index === row ? { ...one, ...change } : one)),
  };
}

const found = (findings: readonly Finding[]): string[] =>
  findings.map(({ equation, id, expected, found: is }) => `${equation} ${id}: ${expected}; found ${is}`);
const of = (rows: Rows): string[] => found(audited(recordsOf(rows), moment).findings);
const ofRecord = (record: AuditRecord): string[] => found(audited([record], moment).findings);

describe('the equations', () => {
  it('find nothing in consistent data, and read all of it', () => {
    const audit = audited(recordsOf(consistent), moment);
    expect(audit.findings).toEqual([]);
    expect(audit.records).toEqual({
      stock: 1,
      parcel: 3,
      return: 2,
      order: 3,
      message: 0,
      view: 0,
      waiting: 0,
    });
  });

  it('stock: a unit without a movement', () => {
    expect(of(corrupted('stock', 0, stock({ onHand: 10, reserved: 2 })))).toEqual([
      'stock acme/TEA/main: 9 units; found 10 units',
    ]);
  });

  it('stock: a sum that is not that of the warehouses', () => {
    expect(of(corrupted('stock', 0, { onHand: 10 }))).toEqual(['stock acme/TEA: 9 units; found 10 units']);
  });

  it('stock: a movement into another warehouse', () => {
    expect(of(corrupted('movements', 0, { warehouse: 'north' }))).toEqual([
      'stock acme/TEA/main: -1 units; found 9 units',
      'stock acme/TEA/north: 10 units; found 0 units',
    ]);
  });

  it('reserved: a reserved unit without a reservation', () => {
    expect(of(corrupted('stock', 0, stock({ onHand: 9, reserved: 3 })))).toEqual([
      'reserved acme/TEA/main: 2 units; found 3 units',
    ]);
  });

  it('reserved: units reserved for a backorder count', () => {
    expect(of(corrupted('reservations', 2, { status: 'waiting' }))).toEqual([]);
  });

  it('shipped: a shipment with other units than were taken from stock', () => {
    const less = [{ sku: 'TEA', quantity: 1 }];
    expect(of(corrupted('parcels', 0, { lines: less }))).toEqual(['shipped parcel-1: 1 TEA; found 2 TEA']);
  });

  it('restocked: more units added to stock than the return restocked', () => {
    expect(of(corrupted('returns', 0, { lines: [] }))).toEqual(['restocked return-1: nothing; found 1 TEA']);
  });

  it('held: a cancelled order with a booked shipment', () => {
    expect(of(corrupted('parcels', 1, { status: 'booked' }))).toEqual([
      'held cancelled: CANCELLED: holds nothing; found CANCELLED: holds a shipment',
    ]);
  });

  it('held: a confirmed order without a reservation', () => {
    const rows = corrupted('reservations', 2, { status: 'released' });
    expect(of({ ...rows, stock: [stock({ onHand: 9, reserved: 0 })] })).toEqual([
      'held confirmed: CONFIRMED: lacks nothing; found CONFIRMED: lacks stock',
    ]);
  });

  it('authorized: an amount that is not captured, voided or pending', () => {
    expect(of(corrupted('payments', 0, { toCapture: 900 }))).toEqual([
      'authorized delivered: captured: 10.00; found captured: 10.00 captured, 1.00 voided, 0.00 pending',
    ]);
  });

  it('authorized: the previous amount counts while another one is being authorized', () => {
    expect(
      of(corrupted('payments', 0, { status: 'authorizing', captured: 0, held: { amount: 700 } })),
    ).toEqual(['owed delivered: 10.00; found 0.00']);
  });

  it('owed: less money captured than the order total', () => {
    expect(of(corrupted('payments', 0, { amount: 900, toCapture: 900, captured: 900 }))).toEqual([
      'owed delivered: 10.00; found 9.00',
    ]);
  });

  it('refunds: a refund that the payment does not include', () => {
    expect(of(corrupted('refunds', 0, { amount: 700 }))).toEqual([
      'refunds cancelled: 10.00, and 0.00 pending; found 7.00, and 0.00 pending',
    ]);
  });

  it('refunds: another amount reported to the customer', () => {
    expect(of(corrupted('orders', 1, { refunded: 700 }))).toEqual([
      'refunds cancelled: 10.00 reported to the customer; found 7.00 reported to the customer',
    ]);
  });

  it('ending: an order that ended twice', () => {
    expect(of(corrupted('orders', 0, { endings: ['order.delivered', 'order.cancelled'] }))).toEqual([
      'ending delivered: one end; found order.delivered, order.cancelled',
    ]);
  });

  it('ending: an order behind its shipment', () => {
    expect(of(corrupted('orders', 0, { status: 'SHIPPED' }))).toEqual([
      'ending delivered: DELIVERED; found SHIPPED',
    ]);
  });

  it('deadline: a saga without a reply before its deadline', () => {
    const deadline = new Date('2026-03-01T11:30:00Z');
    expect(of(corrupted('sagas', 2, { status: 'running', deadline }))).toEqual([
      'deadline confirmed: a reply by 2026-03-01T11:30:00.000Z; found running, CONFIRMED',
    ]);
  });

  it('deadline: an order between two steps without a running saga', () => {
    expect(of(corrupted('orders', 2, { status: 'AUTHORIZED' }))).toEqual([
      'deadline confirmed: a saga that drives it; found AUTHORIZED since 2026-03-01T11:00:00.000Z',
    ]);
  });

  const message: AuditRecord = {
    kind: 'message',
    id: 'm-1',
    type: 'order.placed',
    topic: 'order.events',
    inTopic: true,
    outbox: 'sent',
    missing: [],
  };

  it('published, origin, effect: a message that is lost, has no outbox row, or was not handled', () => {
    expect(ofRecord(message)).toEqual([]);
    expect(ofRecord({ ...message, inTopic: false })).toEqual([
      'published m-1: order.placed in order.events; found nothing',
    ]);
    expect(ofRecord({ ...message, outbox: 'unknown' })).toEqual([
      'origin m-1: a row in an outbox; found order.placed in order.events',
    ]);
    expect(ofRecord({ ...message, missing: ['shipping.confirm'] })).toEqual([
      'effect m-1: a claim of shipping.confirm; found no claim for order.placed in order.events',
    ]);
  });

  it('view: rows that differ from the events', () => {
    expect(ofRecord({ kind: 'view', name: 'sales', differences: 1 })).toEqual([
      'view sales: 0 differing rows; found 1 differing rows',
    ]);
  });

  it('stuck: a message that waits too long, and a parked key immediately', () => {
    const waiting = { kind: 'waiting', service: 'order', id: 'w-1', detail: 'order.placed' } as const;
    expect(ofRecord({ ...waiting, what: 'message', since: at })).toEqual([]);
    expect(ofRecord({ ...waiting, what: 'message', since: updatedAt })).toEqual([
      'stuck w-1: no waiting message in order; found order.placed, since 2026-03-01T11:00:00.000Z',
    ]);
    expect(ofRecord({ ...waiting, what: 'parked key', since: at })).toHaveLength(1);
  });

  it('ignore recent changes', () => {
    expect(of(corrupted('parcels', 1, { status: 'booked', updatedAt: at }))).toEqual([]);
  });

  it('count findings of a step done by hand separately, and only those that the step explains', () => {
    const rows = corrupted('payments', 1, { refunded: 0 });
    const byHand = ['undo capture'];
    const sagas = consistent.sagas.map((saga) => ({ ...saga, byHand }));
    const audit = audited(recordsOf({ ...rows, refunds: [], sagas }), moment);
    expect(audit.findings).toEqual([]);
    expect(found(audit.byHand)).toEqual([
      'owed cancelled: 0.00; found 10.00',
      'refunds cancelled: 0.00 reported to the customer; found 10.00 reported to the customer',
    ]);
    const settled = [{ orderId: 'cancelled' }];
    expect(audited(recordsOf({ ...rows, refunds: [], settled }), moment)).toMatchObject({
      findings: [],
      byHand: audit.byHand,
    });
    const booked = corrupted('parcels', 1, { status: 'booked' });
    expect(of({ ...booked, sagas })).toHaveLength(1);
  });
});
