import { describe, expect, it } from '@jest/globals';
import { paymentRefund, paymentRefunded } from './payment.js';

const amount = { amount: 899, currency: 'EUR' };
const orderId = 'order-1';

describe('a refund of version 1', () => {
  it.each([
    ['a return', 'order-1-return-2', { reason: 'return', subject: 'order-1-return-2' }],
    ['a short pick', 'order-1:short:shipment-7', { reason: 'short-pick', subject: 'shipment-7' }],
    ['a cancellation', 'order-1:cancellation', { reason: 'cancellation', subject: 'order-1' }],
    ['an id without a pattern', 'r-1', { reason: 'cancellation', subject: 'order-1' }],
    ['a return of another order', 'order-10-return-2', { reason: 'cancellation', subject: 'order-1' }],
    ['a return without a number', 'order-1-return-', { reason: 'cancellation', subject: 'order-1' }],
  ])('gets its purpose from its id: %s', (_, refundId, refund) => {
    const command = { orderId, refundId, amount, reason: 'free text' };
    const event = { orderId, refundId, amount, paymentId: 'pi_1' };
    expect(paymentRefund.parse(command, 1)).toEqual({ ...command, refund });
    expect(paymentRefunded.parse(event, 1)).toEqual({ ...event, refund });
  });

  it('keeps the text of its reason', () => {
    const command = { orderId, refundId: 'order-1:short:s', amount, reason: 'SHORT_PICK' };
    expect(paymentRefund.parse(command, 1).reason).toBe('SHORT_PICK');
  });
});

describe('a refund of version 2', () => {
  it('has its purpose beside an id of any form', () => {
    const refund = { reason: 'goodwill' as const, subject: orderId };
    const command = { orderId, refundId: 'order-1-return-1', amount, reason: 'late', refund };
    expect(paymentRefund.parse(command)).toEqual(command);
  });

  it('is refused without its purpose', () => {
    const command = { orderId, refundId: 'r-1', amount, reason: 'late' };
    expect(() => paymentRefund.parse(command)).toThrow('not a payment.refund of version 2: /refund:');
  });
});
