import { describe, expect, it } from '@jest/globals';
import { type GatewayPayment, learn } from './gateway-payment.js';
import { MISMATCH, type Payment, type Status } from './payment.js';

const fifty = { amount: 5_000, currency: 'EUR' };
const forty = { amount: 4_000, currency: 'EUR' };
const refusal = { code: 'CARD_DECLINED', detail: 'The payment method was declined.' };
const authorized: GatewayPayment = {
  status: 'authorized',
  gatewayId: 'pi_1',
  amount: fifty,
  method: 'wallet',
};
const captured: GatewayPayment = { ...authorized, status: 'captured', captured: fifty };
const voided: GatewayPayment = { status: 'voided', gatewayId: 'pi_1' };
const refused: GatewayPayment = { status: 'refused', refusal };

function given(status: Status, more: Partial<Payment> = {}): Payment {
  return {
    status,
    ...fifty,
    gatewayId: null,
    method: null,
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

const learned = (payment: Payment, seen: GatewayPayment) => learn(payment, seen)?.payment;

describe('an authorization', () => {
  it('is what the gateway says', () => {
    expect(learned(given('authorizing'), authorized)).toEqual(
      given('authorized', { gatewayId: 'pi_1', method: 'wallet' }),
    );
  });

  it('is declined with the reason', () => {
    expect(learned(given('authorizing'), refused)).toEqual(given('declined', { refusal }));
  });

  it.each([
    ['amount', forty],
    ['currency', { ...fifty, currency: 'USD' }],
  ])('of another %s than was asked is no authorization', (_, amount) => {
    expect(learn(given('authorizing'), { ...authorized, amount })).toEqual({
      payment: given('declined', { gatewayId: 'pi_1', refusal: MISMATCH }),
      outcome: 'declined',
      release: 'pi_1',
      mismatch: true,
    });
  });

  it('that somebody cancelled at the gateway is declined', () => {
    expect(learned(given('authorizing'), voided)).toMatchObject({
      status: 'declined',
      refusal: { code: 'AUTHORIZATION_CANCELLED' },
    });
  });
});

describe('an authorization in the place of another', () => {
  const held = { ...fifty, gatewayId: 'pi_1', method: 'card' as const };
  const changing = given('authorizing', { ...forty, revision: 2, held });
  const unchanged = given('authorized', { ...held, revision: 2 });

  it('lets the older one go', () => {
    expect(learn(changing, { ...authorized, gatewayId: 'pi_2', amount: forty })).toEqual({
      payment: given('authorized', { ...forty, gatewayId: 'pi_2', method: 'wallet', revision: 2 }),
      outcome: 'authorized',
      release: 'pi_1',
    });
  });

  it('that is declined leaves the older one held', () => {
    expect(learn(changing, refused)).toEqual({
      payment: { ...unchanged, unchanged: refusal },
      outcome: 'declined',
    });
  });

  it('of a wrong amount is let go itself', () => {
    expect(learn(changing, { ...authorized, gatewayId: 'pi_2' })).toEqual({
      payment: { ...unchanged, unchanged: MISMATCH },
      outcome: 'declined',
      release: 'pi_2',
      mismatch: true,
    });
  });
});

describe('a capture', () => {
  const capturing = given('capturing', { gatewayId: 'pi_1', toCapture: 4_000 });

  it('is what was asked for', () => {
    expect(learned(capturing, { ...captured, captured: forty })).toMatchObject({
      status: 'captured',
      captured: 4_000,
    });
  });

  it('of another amount has failed, and is given back', () => {
    expect(learn(capturing, captured)).toMatchObject({
      payment: { status: 'failed', captured: 0, refusal: MISMATCH },
      outcome: 'failed',
      release: 'pi_1',
      mismatch: true,
    });
  });

  it('that is refused has failed', () => {
    expect(learned(capturing, refused)).toMatchObject({ status: 'failed', refusal });
  });

  it('of an authorization that has ended has failed', () => {
    expect(learned(capturing, voided)).toMatchObject({
      status: 'failed',
      refusal: { code: 'AUTHORIZATION_CANCELLED' },
    });
  });

  it('is still unknown while the money is only held', () => {
    expect(learned(capturing, authorized)).toBeUndefined();
  });
});

describe('a void', () => {
  const voiding = given('voiding', { gatewayId: 'pi_1' });

  it('is what the gateway says', () => {
    expect(learned(voiding, voided)).toMatchObject({ status: 'voided', gatewayId: 'pi_1' });
  });

  it('finds that the money was taken after all', () => {
    expect(learned(voiding, captured)).toMatchObject({
      status: 'captured',
      captured: 5_000,
      toCapture: 5_000,
    });
  });

  it.each([
    ['more than was held', { ...fifty, amount: 5_001 }],
    ['another currency', { ...fifty, currency: 'USD' }],
  ])('gives back what was taken after all, where that is %s', (_, taken) => {
    expect(learn(voiding, { ...captured, captured: taken })).toMatchObject({
      payment: { status: 'failed', captured: 0, refusal: MISMATCH },
      outcome: 'voided',
      release: 'pi_1',
      mismatch: true,
    });
  });

  it('is still unknown while the money is held', () => {
    expect(learned(voiding, authorized)).toBeUndefined();
  });
});

it.each(['authorized', 'declined', 'captured', 'failed', 'voided'] as const)(
  'what is decided learns nothing more: %s',
  (status) => {
    for (const seen of [authorized, captured, voided, refused])
      expect(learned(given(status), seen)).toBeUndefined();
  },
);
