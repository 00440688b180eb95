import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { GatewayWebhooks } from './gateway-webhooks.js';

const body = JSON.stringify({
  id: 'evt_1',
  object: 'event',
  type: 'payment_intent.succeeded',
  data: { object: { id: 'pi_1', object: 'payment_intent', metadata: { order_id: 'order-7' } } },
});
const sign = (secret: string, timestamp = Math.floor(Date.now() / 1_000)) =>
  Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
const webhooks = new GatewayWebhooks('whsec_new,whsec_old');

describe('a webhook', () => {
  it.each(['whsec_new', 'whsec_old'])(
    'is believed under either secret while they are rotated: %s',
    (secret) => {
      expect(webhooks.read(Buffer.from(body), sign(secret))).toEqual({ id: 'evt_1', orderId: 'order-7' });
    },
  );

  it.each([
    ['of another secret', sign('whsec_other'), body],
    ['of another body', sign('whsec_new'), body.replace('order-7', 'order-8')],
    ['that is too old', sign('whsec_new', Math.floor(Date.now() / 1_000) - 301), body],
    ['that is missing', undefined, body],
  ])('is refused with a signature %s', (_, signature, text) => {
    expect(() => webhooks.read(Buffer.from(text), signature)).toThrow(
      expect.objectContaining({ code: 'WEBHOOK_SIGNATURE_INVALID' }),
    );
  });

  it('does not exist without a secret', () => {
    expect(() => new GatewayWebhooks(undefined).read(Buffer.from(body), sign('whsec_new'))).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});
