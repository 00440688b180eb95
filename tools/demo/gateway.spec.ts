import { describe, expect, it } from '@jest/globals';
import { ownGateway } from './gateway.js';

describe('the gateway of the demo', () => {
  it('is the sandbox without settings, or with empty ones', () => {
    expect(ownGateway({})).toEqual({});
    expect(ownGateway({ STRIPE_API_KEY: '', STRIPE_API_BASE: '', STRIPE_WEBHOOK_SECRET: '' })).toEqual({});
  });

  it('is Stripe with the key of a test account', () => {
    expect(ownGateway({ STRIPE_API_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' })).toEqual({
      STRIPE_API_KEY: 'sk_test_1',
      STRIPE_API_BASE: 'https://api.stripe.com',
      STRIPE_WEBHOOK_SECRET: 'whsec_1',
    });
  });

  it('is a stand-in at its address', () => {
    expect(ownGateway({ STRIPE_API_BASE: 'http://127.0.0.1:12111' })).toEqual({
      STRIPE_API_BASE: 'http://127.0.0.1:12111',
    });
  });

  it('is never one with real money', () => {
    expect(() => ownGateway({ STRIPE_API_KEY: 'rk_live_1' })).toThrow('live key');
  });
});
