export type GatewaySettings = Partial<
  Record<'STRIPE_API_KEY' | 'STRIPE_API_BASE' | 'STRIPE_WEBHOOK_SECRET', string>
>;

/**
 * Settings of the payment service for a gateway of your own: a Stripe test account with `STRIPE_API_KEY`, a stand-in with `STRIPE_API_BASE`.
 * Without both, the sandbox is the gateway. Throws for a live key, because the demo places orders.
 */
export function ownGateway(environment: Readonly<Record<string, string | undefined>>): GatewaySettings {
  const { STRIPE_API_KEY: key, STRIPE_API_BASE: base, STRIPE_WEBHOOK_SECRET: secret } = environment;
  if (key && /^[a-z]+_live_/.test(key))
    throw new Error('STRIPE_API_KEY is a live key. The demo places orders: set a test key (sk_test_…).');
  const address = base || (key && 'https://api.stripe.com');
  return {
    ...(key && { STRIPE_API_KEY: key }),
    ...(address && { STRIPE_API_BASE: address }),
    ...(secret && { STRIPE_WEBHOOK_SECRET: secret }),
  };
}
