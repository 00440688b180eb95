import { describe, expect, it } from '@jest/globals';
import { shippingSettings } from './shipping.settings.js';

const given = { CARRIER_URL: 'https://carrier.example' };
const after = (DISPATCH_AFTER: string) =>
  shippingSettings.safeParse({ ...given, DISPATCH_AFTER }).data?.DISPATCH_AFTER;

describe('the settings of shipping', () => {
  it('read durations, and `manual`', () => {
    expect(['1500', '250ms', '2s', '1m', '4h', 'manual'].map(after)).toEqual([
      1_500,
      250,
      2_000,
      60_000,
      14_400_000,
      'manual',
    ]);
    expect(['soon', '-1s', '2 s', ''].map(after)).toEqual([undefined, undefined, undefined, undefined]);
    expect(shippingSettings.parse(given).DISPATCH_AFTER).toBe(2_000);
  });

  it('want a secret with the webhook', () => {
    const webhook = { ...given, CARRIER_WEBHOOK_URL: 'https://shop.example/v1/webhooks/carrier' };
    expect(shippingSettings.safeParse(webhook).error?.issues[0]?.path).toEqual(['CARRIER_WEBHOOK_SECRET']);
    expect(shippingSettings.safeParse({ ...webhook, CARRIER_WEBHOOK_SECRET: 'short' }).success).toBe(false);
    expect(
      shippingSettings.safeParse({ ...webhook, CARRIER_WEBHOOK_SECRET: 'long-enough-to-be-one' }).success,
    ).toBe(true);
  });
});
