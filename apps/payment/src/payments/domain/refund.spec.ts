import { describe, expect, it } from '@jest/globals';
import type { Payment, Status } from './payment.js';
import { type Refund, decideRefund, endRefund, learnRefund, mayTryAgain, startRefund } from './refund.js';

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const refund: Refund = { status: 'refunding', ...euros(3_000), refusal: null };

function given(status: Status, more: Partial<Payment> = {}): Payment {
  return {
    status,
    ...euros(5_000),
    gatewayId: 'pi_1',
    method: 'card',
    refusal: null,
    toCapture: 5_000,
    captured: 5_000,
    refunding: 0,
    refunded: 0,
    revision: 0,
    held: null,
    unchanged: null,
    ...more,
  };
}

describe('a refund that failed', () => {
  const failed = (code: string): Refund => ({ ...refund, status: 'failed', refusal: { code, detail: '' } });

  it('may be tried again, unless money went back and it was not what was asked', () => {
    expect(mayTryAgain(failed('GATEWAY_REFUSED'))).toBe(true);
    expect(mayTryAgain(failed('GATEWAY_MISMATCH'))).toBe(false);
    expect(mayTryAgain(refund)).toBe(false);
  });
});

describe('refunding', () => {
  it('gives back all that is left', () => {
    const payment = given('captured', { refunding: 1_000, refunded: 1_000 });
    expect(decideRefund(payment, euros(3_000))).toEqual({ then: 'call' });
  });

  it('refuses more than is left, counting what is on its way', () => {
    const payment = given('captured', { refunding: 1_000, refunded: 1_000 });
    expect(decideRefund(payment, euros(3_001))).toMatchObject({ refusal: { code: 'REFUND_TOO_LARGE' } });
  });

  it('refuses another currency', () => {
    expect(decideRefund(given('captured'), { amount: 1, currency: 'USD' })).toMatchObject({
      refusal: { code: 'REFUND_TOO_LARGE' },
    });
  });

  it.each([undefined, given('authorized'), given('declined'), given('failed'), given('voided')])(
    'refuses where nothing was taken',
    (payment) => {
      expect(decideRefund(payment, euros(1))).toMatchObject({ refusal: { code: 'NOT_CAPTURED' } });
    },
  );

  it.each(['authorizing', 'capturing', 'voiding'] as const)(
    'waits while the outcome is unknown: %s',
    (status) => {
      expect(decideRefund(given(status), euros(1))).toEqual({ then: 'wait' });
    },
  );
});

describe('a refund', () => {
  const underway = startRefund(given('captured'), 3_000);

  it('counts as on its way until the gateway has spoken', () => {
    expect(underway).toMatchObject({ refunding: 3_000, refunded: 0 });
  });

  it('counts as given back when the gateway says so', () => {
    const ended = learnRefund(refund, { status: 'refunded', amount: euros(3_000) });
    expect(ended).toEqual({ ...refund, status: 'refunded' });
    expect(endRefund(underway, ended)).toMatchObject({ refunding: 0, refunded: 3_000 });
  });

  it('leaves the money for another when it is refused', () => {
    const refusal = { code: 'REFUND_FAILED', detail: 'The payment provider could not give the money back.' };
    const ended = learnRefund(refund, { status: 'refused', refusal });
    expect(ended).toEqual({ ...refund, status: 'failed', refusal });
    expect(endRefund(underway, ended)).toMatchObject({ refunding: 0, refunded: 0 });
  });

  it('of another amount than was asked has failed', () => {
    expect(learnRefund(refund, { status: 'refunded', amount: euros(30) })).toMatchObject({
      status: 'failed',
      refusal: { code: 'GATEWAY_MISMATCH' },
    });
  });
});
