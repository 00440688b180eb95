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
    ...{ status, ...fifty, gatewayId: null, method: null, refusal: null },
    ...{ toCapture: 0, captured: 0, refunding: 0, refunded: 0, ...more },
  };
}

describe('an authorization', () => {
  it('is what the gateway says', () => {
    expect(learn(given('authorizing'), authorized)).toEqual(
      given('authorized', { gatewayId: 'pi_1', method: 'wallet' }),
    );
  });

  it('is declined with the reason', () => {
    expect(learn(given('authorizing'), refused)).toEqual(given('declined', { refusal }));
  });

  it.each([
    ['amount', forty],
    ['currency', { ...fifty, currency: 'USD' }],
  ])('of another %s than was asked is no authorization', (_, amount) => {
    expect(learn(given('authorizing'), { ...authorized, amount })).toEqual(
      given('declined', { gatewayId: 'pi_1', refusal: MISMATCH }),
    );
  });

  it('that somebody cancelled at the gateway is declined', () => {
    expect(learn(given('authorizing'), voided)).toMatchObject({
      status: 'declined',
      refusal: { code: 'AUTHORIZATION_CANCELLED' },
    });
  });
});

describe('a capture', () => {
  const capturing = given('capturing', { gatewayId: 'pi_1', toCapture: 4_000 });

  it('is what was asked for', () => {
    expect(learn(capturing, { ...captured, captured: forty })).toMatchObject({
      status: 'captured',
      captured: 4_000,
    });
  });

  it('of another amount has failed', () => {
    expect(learn(capturing, captured)).toMatchObject({ status: 'failed', captured: 0, refusal: MISMATCH });
  });

  it('that is refused has failed', () => {
    expect(learn(capturing, refused)).toMatchObject({ status: 'failed', refusal });
  });

  it('of an authorization that has ended has failed', () => {
    expect(learn(capturing, voided)).toMatchObject({
      status: 'failed',
      refusal: { code: 'AUTHORIZATION_CANCELLED' },
    });
  });

  it('is still unknown while the money is only held', () => {
    expect(learn(capturing, authorized)).toBeUndefined();
  });
});

describe('a void', () => {
  const voiding = given('voiding', { gatewayId: 'pi_1' });

  it('is what the gateway says', () => {
    expect(learn(voiding, voided)).toMatchObject({ status: 'voided', gatewayId: 'pi_1' });
  });

  it('finds that the money was taken after all', () => {
    expect(learn(voiding, captured)).toMatchObject({ status: 'captured', captured: 5_000, toCapture: 5_000 });
  });

  it('is still unknown while the money is held', () => {
    expect(learn(voiding, authorized)).toBeUndefined();
  });
});

it.each(['authorized', 'declined', 'captured', 'failed', 'voided'] as const)(
  'what is decided learns nothing more: %s',
  (status) => {
    for (const seen of [authorized, captured, voided, refused])
      expect(learn(given(status), seen)).toBeUndefined();
  },
);
