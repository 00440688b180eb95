import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Api, IdentityProvider, type OneService, startOneService } from '@waybill/testing';
import { inventoryApp } from '../../inventory/src/inventory.app.js';

const EXPECTED = { JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'waybill' };
const CLAIMS = { iss: EXPECTED.JWT_ISSUER, aud: EXPECTED.JWT_AUDIENCE, tenant: 'north', roles: ['admin'] };
const provider = new IdentityProvider();
let inventory: OneService;

beforeAll(async () => {
  await provider.start();
  await provider.addKey('first');
  const settings = { ...EXPECTED, JWT_KEY: '', JWKS_URL: provider.url };
  inventory = await startOneService(inventoryApp, settings);
});
afterAll(async () => {
  await inventory?.stop();
  await provider.stop();
});

/** The status of a request with these claims, signed with the key. */
async function statusOf(kid: string, claims: object): Promise<number> {
  const exp = Math.floor(Date.now() / 1_000) + 60;
  const token = await provider.sign(kid, { ...CLAIMS, sub: 'clerk', exp, ...claims });
  const { status } = await new Api(inventory.service.url, token).call('GET', '/v1/stock');
  return status;
}

it('a service accepts the tokens of its identity provider', async () => {
  expect(await statusOf('first', {})).toBe(200);
  expect(await statusOf('first', { roles: [] })).toBe(403);
  expect(await statusOf('first', { aud: 'another-app' })).toBe(401);
  expect(await statusOf('first', { tenant: undefined })).toBe(401);
  expect(await statusOf('second', {})).toBe(401);
});

it('readiness lists the identity provider, and does not require it', async () => {
  const { dependencies } = await new Api(inventory.service.url).get<{ dependencies: object[] }>(
    '/health/ready',
  );
  expect(dependencies).toContainEqual(
    expect.objectContaining({
      name: 'identity provider',
      state: 'up',
      required: false,
      address: provider.url,
    }),
  );
});
