import { describe, expect, it } from '@jest/globals';
import { money } from '@waybill/kernel';
import { SagaRun } from '@waybill/saga';
import { statusOf } from '../orders/domain/order-state.js';
import { Order } from '../orders/domain/order.js';
import type { Input } from './domain/state.js';
import { fulfilment } from './fulfilment.definition.js';

const at = new Date('2026-11-21T10:00:00Z');
const total = money(1745, 'EUR');
const shipment = { shipmentId: 's-1', carrier: 'Swift', trackingNumber: 'T1', eta: '2026-11-23' };
const why = { code: 'NO', detail: 'refused' };

const outcomes = {
  reserved: { type: 'succeeded', step: 'reserve', fact: { lines: [] } },
  authorized: { type: 'succeeded', step: 'authorize', fact: { paymentId: 'p-1' } },
  booked: { type: 'succeeded', step: 'book', fact: { shipments: [shipment] } },
  captured: { type: 'succeeded', step: 'capture', fact: { paymentId: 'p-1' } },
} as const satisfies Record<string, Input>;
type Outcome = keyof typeof outcomes;

function placed(): Order {
  const lines = [{ sku: 'MUG', name: 'Mug', quantity: 1, unitPrice: total }];
  const paid = { charges: [], paymentMethod: 'pm_card_visa', fulfilment: 'choreographed' as const };
  return Order.place('o-1', { customerId: 'ada', contact: 'o-1', lines, ...paid }, at);
}

/** Passes the services' messages to the saga of the order, and expects that it sends no command. */
function followerOf(order: Order) {
  const run = new SagaRun(fulfilment, { order, contact: undefined }, undefined, { at, tenant: 'default' });
  return (...inputs: readonly Input[]) => {
    for (const input of inputs) run.handle(input);
    expect(run.planned).toEqual([]);
  };
}

/** The order's status and event types after these inputs. */
function after(...inputs: readonly Input[]): { status: string; said: string[] } {
  const order = placed();
  followerOf(order)(...inputs);
  return { status: statusOf(order.state), said: order.recorded.slice(1).map(({ type }) => type) };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

const ALL = Object.keys(outcomes) as Outcome[];
const cancel = (order: Order) => order.requestCancellation('changed my mind', 'customer', at);

describe('an order in choreographed mode', () => {
  it.each(permutations(ALL))('is confirmed by %s, %s, %s, %s in this order', (...order) => {
    const { status, said } = after(...order.map((name) => outcomes[name]));
    expect(status).toBe('CONFIRMED');
    expect(said.filter((type) => type === 'order.confirmed')).toHaveLength(1);
    expect(said.filter((type) => type === 'order.shipment-booked')).toHaveLength(1);
  });

  it('is confirmed by nothing less', () => {
    for (const missing of ['booked', 'captured'] as const) {
      const others = ALL.filter((name) => name !== missing).map((name) => outcomes[name]);
      expect(after(...others).status).not.toBe('CONFIRMED');
    }
  });

  it('hears everything twice and says it once', () => {
    const twice = ALL.flatMap((name) => [outcomes[name], outcomes[name]]);
    expect(after(...twice)).toEqual(after(...ALL.map((name) => outcomes[name])));
  });

  it.each(['reserve', 'authorize', 'book', 'capture'] as const)(
    'is rejected when "%s" is refused',
    (step) => {
      const refused = { type: 'refused', step, why } as const;
      expect(after(refused)).toEqual({ status: 'REJECTED', said: ['order.rejected'] });
    },
  );

  it('is not rejected by what comes after its confirmation', () => {
    const all = ALL.map((name) => outcomes[name]);
    expect(after(...all, { type: 'refused', step: 'capture', why }).status).toBe('CONFIRMED');
  });

  it('tells what was taken before payment heard of its rejection, and is paid back, once', () => {
    const order = placed();
    const paidBack = { type: 'undone', step: 'capture', refund: total } as const;
    const expired = { type: 'lost', step: 'reserve', why } as const;
    const inputs = [outcomes.reserved, outcomes.authorized, outcomes.booked, expired, outcomes.captured];
    followerOf(order)(...inputs, paidBack, paidBack);
    expect(order.state.status).toBe('REJECTED');
    expect(order.recorded.slice(-2)).toMatchObject([
      { type: 'order.rejected', data: why },
      { type: 'order.refunded', data: { refund: total } },
    ]);
  });

  it('tells of no money that was only held when it was rejected', () => {
    const refused = { type: 'refused', step: 'book', why } as const;
    const letGo = { type: 'undone', step: 'authorize' } as const;
    expect(after(refused, letGo)).toEqual({ status: 'REJECTED', said: ['order.rejected'] });
  });

  it.each<[string, Input, number]>([
    ['payment has let the money go', { type: 'undone', step: 'authorize' }, 0],
    ['payment has given it back', { type: 'undone', step: 'capture', refund: total }, 1745],
  ])('is cancelled when %s, whatever came meanwhile', (_, undone, refund) => {
    for (const meanwhile of permutations(ALL)) {
      const order = placed();
      cancel(order);
      const follow = followerOf(order);
      follow({ type: 'cancel' }, ...meanwhile.map((name) => outcomes[name]));
      follow({ type: 'undone', step: 'book' });
      expect(statusOf(order.state)).toBe('CANCELLING');
      follow(undone);
      expect(order.state).toMatchObject({
        status: 'CANCELLED',
        cancellation: { refund: { amount: refund } },
      });
    }
  });

  it('goes on where it was when shipping refuses the cancellation', () => {
    const order = placed();
    const follow = followerOf(order);
    follow(...ALL.map((name) => outcomes[name]));
    cancel(order);
    follow({ type: 'cancel' }, { type: 'undo-refused', step: 'book', why });
    expect(statusOf(order.state)).toBe('CONFIRMED');
  });
});
