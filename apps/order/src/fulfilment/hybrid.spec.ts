import { describe, expect, it } from '@jest/globals';
import { money } from '@waybill/kernel';
import { SagaRun } from '@waybill/saga';
import { statusOf } from '../orders/domain/order-state.js';
import { Order } from '../orders/domain/order.js';
import { project } from '../orders/order-summary.js';
import type { Input } from './domain/state.js';
import { fulfilment } from './fulfilment.definition.js';
import { inputOfEvent } from './inputs.js';
import { PROCESS } from './process.js';

const at = new Date('2026-11-21T10:00:00Z');
const shipment = (shipmentId: string, quantity: number) => ({
  shipmentId,
  carrier: 'Swift',
  trackingNumber: 'T1',
  eta: '2026-11-23',
  lines: [{ sku: 'MUG', quantity }],
});
const missing = [{ sku: 'MUG', quantity: 1 }];
const expired: Input = { type: 'lost', step: 'reserve', why: { code: 'EXPIRED', detail: 'too late' } };
const prepared = (shorted: readonly object[] = [], quantity = 2): Input => ({
  type: 'succeeded',
  step: 'book',
  fact: { shipments: [shipment('s-1', quantity)], shorted },
});

const SUCCEEDED: Readonly<Record<string, Input>> = {
  reserve: { type: 'succeeded', step: 'reserve', fact: { lines: [] } },
  authorize: { type: 'succeeded', step: 'authorize', fact: { paymentId: 'p-1' } },
  book: prepared(),
  capture: { type: 'succeeded', step: 'capture', fact: { paymentId: 'p-1' } },
};
const STEPS = PROCESS.map(({ step }) => step);
const beforeBooking = STEPS.slice(0, STEPS.indexOf('book'));
/** The replies to all steps before the booking, and to all after it, in the order of the table. */
const untilBooking = beforeBooking.map((step) => SUCCEEDED[step]!);
const afterBooking = STEPS.slice(STEPS.indexOf('book') + 1).map((step) => SUCCEEDED[step]!);
/** The replies to the compensation of an order that was being booked. */
const allUndone = ['book', ...beforeBooking.toReversed()].map((step): Input => ({ type: 'undone', step }));

/** A placed order, its saga in hybrid mode, and the commands that it has sent. */
function placed() {
  const lines = [{ sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: money(500, 'EUR') }];
  const rest = { charges: [], paymentMethod: 'pm_card_visa', fulfilment: 'hybrid' as const };
  const order = Order.place('o-1', { customerId: 'ada', contact: 'o-1', lines, ...rest }, at);
  const saga = new SagaRun(fulfilment, { order, contact: undefined }, undefined, { at, tenant: 'default' });
  let seen = 0;
  const settle = () => {
    for (; seen < order.recorded.length; seen++) {
      const input = inputOfEvent(order.recorded[seen]!, order.id);
      if (input) saga.handle(input);
    }
  };
  settle();
  const tell = (...inputs: readonly Input[]) => {
    for (const input of inputs) {
      saga.handle(input);
      settle();
    }
  };
  /** Shipping's message about a short pick, which goes to the order and not through the saga. */
  const short = () => {
    order.short('s-1', missing, at);
    settle();
  };
  return {
    order,
    tell,
    short,
    sent: () => saga.planned.map((ref) => fulfilment.sending(saga.state, ref).command.type.type),
  };
}

describe('an order in hybrid mode', () => {
  it('sends one command for its shipments, and is confirmed after their preparation', () => {
    const { order, tell, sent } = placed();
    tell(...untilBooking, prepared(), ...afterBooking);
    expect(sent()).toEqual(PROCESS.map(({ command, prepare }) => (prepare?.command ?? command).type.type));
    expect(statusOf(order.state)).toBe('CONFIRMED');
  });

  it('records a preparation that is reported twice once', () => {
    const { order, tell } = placed();
    tell(...untilBooking, prepared(), prepared(), ...afterBooking, prepared());
    expect(order.recorded.filter(({ type }) => type === 'order.shipment-booked')).toHaveLength(1);
    expect(statusOf(order.state)).toBe('CONFIRMED');
  });

  it.each([
    ['before', ['short', 'prepared']],
    ['after', ['prepared', 'short']],
  ] as const)(
    'records a short pick once if its message comes %s the reply, and refunds it after the capture',
    (_, way) => {
      const { order, tell, short, sent } = placed();
      tell(...untilBooking);
      for (const news of way)
        if (news === 'short') short();
        else tell(prepared([{ shipmentId: 's-1', missing }], 1));
      expect(sent()).not.toContain('payment.refund');
      tell(...afterBooking);
      expect(sent().filter((type) => type === 'payment.refund')).toHaveLength(1);
      expect(order.state).toMatchObject({
        status: 'CONFIRMED',
        shipments: [{ shipmentId: 's-1', lines: [{ sku: 'MUG', quantity: 1 }], status: 'booked' }],
        refunds: [{ reason: 'short-pick', subject: 's-1', amount: { amount: 500 } }],
      });
    },
  );

  it('cancels the preparation, and then all else, when the reservation expires meanwhile', () => {
    const { order, tell, sent } = placed();
    tell(...untilBooking, expired);
    expect(sent().at(-1)).toBe('shipping.cancel');
    // The reply was already on its way.
    tell(prepared(), ...allUndone);
    // The reservation has expired, so no command releases it.
    const toUndo = PROCESS.filter(
      ({ step }) => step === 'book' || (beforeBooking.includes(step) && step !== 'reserve'),
    );
    expect(sent().slice(STEPS.indexOf('book') + 1)).toEqual(
      toUndo.toReversed().map(({ undo }) => undo.type.type),
    );
    expect(order.state).toMatchObject({ status: 'REJECTED', rejection: { code: 'EXPIRED' } });
  });

  it('is rejected without a refund while the refund of a short pick waits for the capture', () => {
    const { order, tell, short, sent } = placed();
    tell(...untilBooking);
    short();
    tell(expired, ...allUndone);
    expect(sent()).not.toContain('payment.refund');
    expect(statusOf(order.state)).toBe('REJECTED');
  });

  it.each(['rejected', 'cancelled'] as const)('shows no refund when it is %s before it was paid', (how) => {
    const { order, tell, short } = placed();
    tell(...untilBooking);
    short();
    const shown = () =>
      project(undefined, { id: 'o-1', tenant: 't', state: order.state, version: 1 }, order.recorded).progress
        .refunded;
    expect(shown()).toBe(500);
    if (how === 'cancelled') order.requestCancellation('changed my mind', 'ada', at);
    tell(how === 'rejected' ? expired : { type: 'cancel' });
    tell(...allUndone);
    expect([statusOf(order.state), shown()]).toEqual([how.toUpperCase(), 0]);
  });
});
