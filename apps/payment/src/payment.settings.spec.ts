import { describe, expect, it } from '@jest/globals';
import { paymentSettings } from './payment.settings.js';

const parse = (environment: object) =>
  paymentSettings.safeParse({ STRIPE_API_KEY: 'sk_test_1', ...environment });

describe('the settings of the payment service', () => {
  it('go to Stripe unless told otherwise', () => {
    expect(parse({}).data?.STRIPE_API_BASE).toBe('https://api.stripe.com');
  });

  it.each(['http://sandbox:3010', 'memory://', 'https://gateway.example'])('take a stand-in: %s', (base) => {
    expect(parse({ STRIPE_API_BASE: base }).success).toBe(true);
  });

  it('name the version of Stripe’s API that the code was written for, or another', () => {
    const versionOf = (environment: object) => parse(environment).data?.STRIPE_API_VERSION;
    expect(versionOf({})).toBe('2026-10-28.endive');
    expect(versionOf({ STRIPE_API_VERSION: '2024-06-20' })).toBe('2024-06-20');
    expect(versionOf({ STRIPE_API_VERSION: 'latest' })).toBeUndefined();
  });

  it('refuse to send a live key unencrypted', () => {
    const parsed = parse({ STRIPE_API_KEY: 'sk_live_1', STRIPE_API_BASE: 'http://api.stripe.com' });
    expect(parsed.error?.issues).toMatchObject([{ path: ['STRIPE_API_BASE'] }]);
  });
});
