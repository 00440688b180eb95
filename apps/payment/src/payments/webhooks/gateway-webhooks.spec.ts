import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { GatewayWebhooks } from './gateway-webhooks.js';

const body = JSON.stringify({
  id: 'evt_1',
  object: 'event',
  type: 'payment_intent.succeeded',
  data: { object: { id: 'pi_1', object: 'payment_intent', metadata: { order_id: 'order-7' } } },
});
const sign = (secret: string, timestamp = Math.floor(Date.now() / 1_000), payload = body) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
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

  it.each(['{}', '[]', '{"id":1}', '{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":[]}}'])(
    'that is signed and no event is refused: %s',
    (text) => {
      expect(() => webhooks.read(Buffer.from(text), sign('whsec_new', undefined, text))).toThrow(
        expect.objectContaining({ code: 'VALIDATION_FAILED' }),
      );
    },
  );

  it('does not exist without a secret', () => {
    expect(() => new GatewayWebhooks(undefined).read(Buffer.from(body), sign('whsec_new'))).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});
