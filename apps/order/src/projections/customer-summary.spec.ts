import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@waybill/event-store';
import { money } from '@waybill/kernel';
import fc from 'fast-check';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { Order } from '../orders/domain/order.js';
import { type CustomerSummary, customerSummary } from './customer-summary.js';

const at = new Date('2026-11-21T10:00:00Z');
const shipment = { shipmentId: 's-1', carrier: 'Swift', trackingNumber: 'T1', eta: '2026-11-23' };
const eur = (amount: number) => money(amount, 'EUR');
const why = { code: 'NO', detail: 'no' };
const one = { sku: 'MUG', quantity: 1 };

type Act = (order: Order) => void;
const reserve: Act = (order) => order.stockReserved(at);
const authorize: Act = (order) => order.paymentAuthorized('p-1', at);
const book: Act = (order) => order.shipmentBooked({ shipments: [shipment] }, at);
const capture: Act = (order) => order.paymentCaptured({ paymentId: 'p-1' }, at);
const confirm: Act = (order) => order.confirm(at);
const short: Act = (order) => order.short('s-1', [one], at);
const cancel: Act = (order) => order.requestCancellation('too slow', 'customer', at);
const keep: Act = (order) => order.refuseCancellation(why, at);
const ship: Act = (order) => order.shipped(shipment, at);
const deliver: Act = (order) => order.delivered('s-1', at.toISOString(), at);
const sendBack: Act = (order) => order.requestReturn([one], 'dented', at);
const receive: Act = (order) => {
  const [back] = 'returns' in order.state ? order.state.returns : [];
  if (!back) return;
  order.receiveReturn(back.id, [{ sku: 'MUG', restocked: 1, writtenOff: 0 }], at);
  order.completeReturn(back.id, at);
};
const undo =
  (refund: number): Act =>
  (order) =>
    order.cancelled(eur(refund), at);
const TO_CONFIRM = [reserve, authorize, book, capture, confirm];

/** Two mugs of 10 euros; what the customer has spent after each event. */
function spentAfter(acts: readonly Act[], stored?: (memo: Memo) => Memo): readonly number[] {
  const order = Order.place(
    'o-1',
    {
      customerId: 'ada',
      contact: 'o-1',
      lines: [{ sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: eur(1000) }],
      charges: [],
      paymentMethod: 'pm_card_visa',
      fulfilment: 'hybrid',
    },
    at,
  );
  for (const act of acts) act(order);
  return spentBy(order.recorded, stored);
}

type Memo = ReturnType<typeof customerSummary.remember>;

function spentBy(events: readonly OrderEvent[], stored = (memo: Memo): Memo => memo): readonly number[] {
  let row: CustomerSummary | undefined;
  let memo: Memo;
  return events.map((event, index) => {
    const recorded = recordedOf(event, index);
    for (const change of customerSummary.changes(recorded, memo)) row = change.apply(row);
    memo = stored(customerSummary.remember(memo, recorded));
    return row?.spent['EUR'] ?? 0;
  });
}

function recordedOf({ type, data }: OrderEvent, index: number): RecordedEvent {
  const metadata = { correlationId: 'c', causationId: 'c', tenant: 'default' };
  const version = index + 1;
  return {
    streamId: 'o-1',
    version,
    id: `e-${version}`,
    tx: 1,
    position: version,
    type,
    aggregateType: 'order',
    data,
    metadata,
    at,
  };
}

describe('what a customer has spent', () => {
  it.each<[rule: string, acts: readonly Act[], spent: number]>([
    ['counts an order from its confirmation on', TO_CONFIRM, 2000],
    ['does not hold what a cancellation refunds', [...TO_CONFIRM, cancel, undo(2000)], 0],
    ['holds an order whose cancellation is refused', [...TO_CONFIRM, cancel, keep], 2000],
    ['does not hold units that a pick did not find', [...TO_CONFIRM, short], 1000],
    ['does not hold units that were returned', [...TO_CONFIRM, ship, deliver, sendBack, receive], 1000],
    [
      'counts a pick before the confirmation with it',
      [reserve, authorize, book, short, capture, confirm],
      1000,
    ],
    [
      'ignores a short pick of an order that was never confirmed',
      [reserve, authorize, book, short, cancel, undo(0)],
      0,
    ],
    [
      'ignores the refund of an order that was never confirmed',
      [reserve, authorize, book, capture, cancel, undo(2000)],
      0,
    ],
  ])('%s', (_, acts, spent) => {
    expect(spentAfter(acts).at(-1)).toBe(spent);
  });

  it('goes on from memos of a release that did not remember refunds', () => {
    const older = (memo: Memo): Memo => {
      if (!memo) return memo;
      const { refunded: _, ...state } = memo.state;
      return { ...memo, state };
    };
    expect(spentAfter([...TO_CONFIRM, short, cancel, undo(1000)], older).at(-1)).toBe(0);
  });

  it('is never below zero, whatever happens to an order', () => {
    const anything = [...TO_CONFIRM, short, cancel, keep, ship, deliver, sendBack, receive, undo(0)];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...anything), { maxLength: 25 }), (acts) => {
        const order = spentAfter(acts.map((act) => (order) => tried(() => act(order))));
        expect(Math.min(...order)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

function tried(act: () => void): void {
  try {
    act();
  } catch {
    // The order may refuse it.
  }
}
