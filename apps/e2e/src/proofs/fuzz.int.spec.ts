import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@waybill/contracts';
import { token } from '@waybill/testing';
import { type AllServices, startAllServices } from '../access/all-services.js';
import { fuzz, pythonMissing } from '../fuzz/schemathesis.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const EXAMPLES = FULL ? 60 : 2;

const CALLERS = {
  admin: { sub: 'root', admin: true },
  operator: { sub: 'op', operator: true },
  customer: { sub: 'ada' },
};
type Caller = keyof typeof CALLERS;

const ALL = [...SERVICES, 'analytics'].flatMap((service) =>
  (Object.keys(CALLERS) as Caller[]).map((caller) => [service, caller] as const),
);
/** Routes that every service has. One service is enough for them. */
const SHARED = ['operations', 'schemas'];
/** What runs quickly; the full count calls every service as every caller. */
const FEW: readonly (readonly [string, Caller])[] = [
  ['inventory', 'admin'],
  ['payment', 'operator'],
  ['analytics', 'admin'],
];

/** No limit ends a run. */
const LIMITS = {
  RATE_LIMIT_ADDRESS: '0',
  RATE_LIMIT_SUBJECT: '0',
  RATE_LIMIT_TENANT: '0',
  DRAFTS_PER_CUSTOMER: '1000000',
  WAITS_PER_SUBJECT: '1000',
  IMPORTS_PER_TENANT: '1000',
  WEBHOOKS_PER_TENANT: '100',
};

const missing = pythonMissing();
// CI has Python, or fails.
if (missing !== undefined && process.env['WAYBILL_CI'] === undefined) {
  it(`are not called here, because ${missing}`, () =>
    console.warn(`The services are not fuzzed: ${missing}.`));
} else {
  describe('the services, called by their OpenAPI documents with schemathesis', callAll);
}

function callAll(): void {
  let services: AllServices;

  beforeAll(async () => {
    services = await startAllServices(LIMITS, { payment: { STRIPE_WEBHOOK_SECRET: 'whsec_of_the_tests' } });
  });
  afterAll(() => services?.stop());

  it.each(FULL ? ALL : FEW)(
    'accept, refuse and answer as documented: %s, as %s',
    async (service, caller) => {
      const who = { name: 'Ada Lovelace', email: 'ada@example.com', tenant: 'fuzzed', ...CALLERS[caller] };
      const report = await fuzz({
        url: services.urls[service]!,
        token: await token(who),
        examples: EXAMPLES,
        without: FULL || service === 'payment' ? [] : SHARED,
      });
      expect(report).toBe('');
    },
    3_600_000,
  );
}
