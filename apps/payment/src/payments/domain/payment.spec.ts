import { describe, expect, it } from '@jest/globals';
import {
  type Decision,
  MISMATCH,
  type Payment,
  type Status,
  decideAuthorize,
  decideCapture,
  decideVoid,
  startChange,
} from './payment.js';

const fifty = { amount: 5_000, currency: 'EUR' };
const forty = { amount: 4_000, currency: 'EUR' };
const call = { then: 'call' };
const wait = { then: 'wait' };
const nothing = { then: 'nothing' };
const answers = (outcome: string) => ({ then: 'answer', with: outcome });
const codeOf = (decision: Decision) => (decision.then === 'refuse' ? decision.refusal.code : decision.then);

function given(status: Status, more: Partial<Payment> = {}): Payment {
  return {
    status,
    ...fifty,
    gatewayId: 'pi_1',
    method: 'card',
    refusal: null,
    toCapture: 0,
    captured: 0,
    refunding: 0,
    refunded: 0,
    revision: 0,
    held: null,
    unchanged: null,
    ...more,
  };
}

describe('authorizing', () => {
  it('asks the gateway when there is no payment yet', () => {
    expect(decideAuthorize(undefined, fifty)).toEqual(call);
  });

  it('leaves a repeated command to the call in flight', () => {
    expect(decideAuthorize(given('authorizing'), fifty)).toEqual(nothing);
  });

  it.each(['authorized', 'capturing', 'captured', 'failed'] as const)('never charges again: %s', (status) => {
    expect(decideAuthorize(given(status), fifty)).toEqual(answers('authorized'));
  });

  it.each([undefined, 0, 2])('of a later revision holds the new amount, once: %s', (known) => {
    const payment = given('authorized', { revision: known ?? 0 });
    expect(decideAuthorize(payment, forty, 3)).toEqual(call);
    expect(decideAuthorize(startChange(payment, forty, 3), forty, 3)).toEqual(nothing);
    expect(decideAuthorize({ ...payment, ...forty, revision: 3 }, forty, 3)).toEqual(answers('authorized'));
  });

  it('of a later revision waits while the one before is in doubt', () => {
    expect(decideAuthorize(given('authorizing'), forty, 1)).toEqual(wait);
  });

  it('of a later revision is declined where the money was taken already', () => {
    for (const status of ['capturing', 'captured', 'failed'] as const)
      expect(decideAuthorize(given(status), forty, 1)).toMatchObject({
        then: 'decline',
        refusal: { code: 'PAYMENT_TAKEN' },
      });
  });

  it('tells again that a revision was declined, and nothing of an older one', () => {
    const payment = given('authorized', { revision: 2, unchanged: MISMATCH });
    expect(decideAuthorize(payment, forty, 2)).toEqual(answers('declined'));
    expect(decideAuthorize(payment, fifty, 1)).toEqual(nothing);
  });

  it('keeps what is held while another amount is asked for', () => {
    expect(startChange(given('authorized', { unchanged: MISMATCH }), forty, 2)).toEqual(
      given('authorizing', {
        ...forty,
        gatewayId: null,
        method: null,
        revision: 2,
        held: { ...fifty, gatewayId: 'pi_1', method: 'card' },
      }),
    );
  });

  it('tells a decline again', () => {
    expect(decideAuthorize(given('declined'), fifty)).toEqual(answers('declined'));
  });

  it('charges nothing once a void has come first', () => {
    const tombstone = given('voided', { amount: 0, currency: 'XXX', gatewayId: null });
    expect(decideAuthorize(tombstone, fifty)).toEqual(answers('voided'));
  });

  it('waits for a void in flight', () => {
    expect(decideAuthorize(given('voiding'), fifty)).toEqual(wait);
  });

  it('refuses another amount for the same order', () => {
    expect(() => decideAuthorize(given('authorized'), forty)).toThrow(
      expect.objectContaining({ code: 'PAYMENT_EXISTS' }),
    );
  });
});

describe('capturing', () => {
  it.each([fifty, forty])('takes what is authorized, or less: %j', (amount) => {
    expect(decideCapture(given('authorized'), amount)).toEqual(call);
  });

  it.each([
    { amount: 5_001, currency: 'EUR' },
    { amount: 5_000, currency: 'USD' },
  ])('refuses what is not authorized: %j', (amount) => {
    expect(codeOf(decideCapture(given('authorized'), amount))).toBe('AMOUNT_NOT_AUTHORIZED');
  });

  it.each([undefined, given('declined'), given('voided')])('refuses where nothing is held', (payment) => {
    expect(codeOf(decideCapture(payment, fifty))).toBe('PAYMENT_NOT_AUTHORIZED');
  });

  it.each(['authorizing', 'voiding'] as const)('waits while the outcome is unknown: %s', (status) => {
    expect(decideCapture(given(status), fifty)).toEqual(wait);
  });

  it('leaves a repeated command to the call in flight', () => {
    expect(decideCapture(given('capturing', { toCapture: 5_000 }), fifty)).toEqual(nothing);
  });

  it('tells the capture again', () => {
    expect(decideCapture(given('captured', { toCapture: 5_000, captured: 5_000 }), fifty)).toEqual(
      answers('captured'),
    );
  });

  it.each(['capturing', 'captured'] as const)('refuses a second amount: %s', (status) => {
    expect(codeOf(decideCapture(given(status, { toCapture: 5_000 }), forty))).toBe('CAPTURED_ALREADY');
  });

  it('tells a failure again', () => {
    expect(decideCapture(given('failed', { toCapture: 5_000 }), fifty)).toEqual(answers('failed'));
  });
});

describe('voiding', () => {
  it('lets go what is held', () => {
    expect(decideVoid(given('authorized'))).toEqual(call);
  });

  it('lets go what a refused capture left held', () => {
    expect(decideVoid(given('failed', { refusal: { code: 'CARD_DECLINED', detail: '' } }))).toEqual(call);
  });

  it('leaves a wrong amount to what gives it back', () => {
    expect(decideVoid(given('failed', { refusal: MISMATCH }))).toEqual(answers('voided'));
  });

  it.each([undefined, given('declined'), given('voided')])(
    'has nothing to do where nothing is held',
    (payment) => {
      expect(decideVoid(payment)).toEqual(answers('voided'));
    },
  );

  it.each(['authorizing', 'capturing'] as const)('waits while the outcome is unknown: %s', (status) => {
    expect(decideVoid(given(status))).toEqual(wait);
  });

  it('leaves a repeated command to the call in flight', () => {
    expect(decideVoid(given('voiding'))).toEqual(nothing);
  });

  it('tells that the money was captured, so that it is refunded', () => {
    expect(decideVoid(given('captured'))).toEqual(answers('captured'));
  });
});
