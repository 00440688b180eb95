import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { auditedClean } from './audit.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Customer, PATIENCE, Shop, customerOf } from './shop.js';

const since = new Date();
const environment = { FULFILMENT: 'hybrid', DISPATCH_AFTER: 'manual', PICKING: 'manual' };
const keeper = { sub: 'shopkeeper', tenant: 'main-street', admin: true };
let platform: OneProcess;
let shop: Shop;
let ada: Customer;

/** Orders in hybrid mode, with manual picking. */
beforeAll(async () => {
  platform = await startOneProcess({ environment });
  shop = new Shop(platform, 'main-street');
  ada = customerOf('main-street');
});
afterAll(() => platform?.stop());

/** Reports the number of units found, as soon as the shipment can be picked. */
const pick = (id: string, sku: string, found: number) =>
  eventually(async () => {
    const [shipment] = await shop.shipments(id);
    const api = await platform.api('shipping', keeper);
    await api.post(`/v1/shipments/${shipment!.id}/pick`, { lines: [{ sku, found }] });
  }, PATIENCE);
const isLabelled = (id: string) =>
  eventually(async () => expect(await shop.shipments(id)).toMatchObject([{ status: 'labelled' }]), PATIENCE);
const typesOf = (id: string): string[] =>
  platform.heard.filter(({ key }) => key === id).map(({ headers }) => headers['ce_type'] ?? '');

describe('an order in hybrid mode', () => {
  it('is picked, packed and labelled by one command before the confirmation, and dispatched after it', async () => {
    const sku = await shop.sells('mug', { pieces: 3 });
    const { id } = await shop.placed(ada, { sku }, 'AUTHORIZED');
    await pick(id, sku, 1);
    const confirmed = await shop.until(ada, id, 'CONFIRMED');
    expect(await shop.commands(confirmed.id)).toEqual([
      'inventory.reserve',
      'payment.authorize',
      'shipping.prepare',
      'payment.capture',
    ]);
    const types = typesOf(id);
    expect(types).not.toContain('shipping.booked');
    expect(types.indexOf('shipping.labelled')).toBeLessThan(types.indexOf('payment.capture'));
    await shop.stocked(sku, 3, 1);
    await shop.dispatch(confirmed);
    await shop.until(ada, id, 'DELIVERED');
    expect(await shop.charges(id)).toMatchObject([{ status: 'succeeded', captured: 1745, refunded: 0 }]);
    await shop.stocked(sku, 2);
  });

  it('with a short pick is confirmed with the remaining units, and the rest is refunded', async () => {
    const sku = await shop.sells('bowl', { pieces: 3 });
    const { id } = await shop.placed(ada, { sku, quantity: 2 }, 'AUTHORIZED');
    await pick(id, sku, 1);
    const order = await shop.until(ada, id, 'CONFIRMED');
    expect(order.shipments).toMatchObject([{ lines: [{ sku, quantity: 1 }] }]);
    await eventually(
      async () => expect(await shop.charges(id)).toMatchObject([{ captured: 2995, refunded: 1250 }]),
      PATIENCE,
    );
    await shop.dispatch(order);
    await shop.until(ada, id, 'DELIVERED');
    await shop.stocked(sku, 1);
  });

  it('with an empty pick is cancelled without a charge', async () => {
    const sku = await shop.sells('jar', { pieces: 3 });
    const { id } = await shop.placed(ada, { sku, quantity: 2 }, 'AUTHORIZED');
    await pick(id, sku, 0);
    const order = await shop.until(ada, id, 'CANCELLED');
    expect(order.refunded.amount).toBe(0);
    expect(await shop.charges(id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
    await shop.stocked(sku, 1);
  });

  it('releases payment and stock when the carrier does not serve its country', async () => {
    const sku = await shop.sells('vase', { pieces: 3 });
    const order = await shop.placed(ada, { sku, country: 'AQ' }, 'REJECTED');
    expect(order.rejection?.code).toBe('COUNTRY_NOT_SERVED');
    expect(await shop.charges(order.id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
    await shop.stocked(sku, 3);
  });

  it('can be cancelled while its shipment waits for the pick, and after it is labelled', async () => {
    const sku = await shop.sells('pan', { pieces: 3 });
    const { id } = await shop.placed(ada, { sku }, 'AUTHORIZED');
    await shop.cancel(ada, id);
    expect((await shop.until(ada, id, 'CANCELLED')).refunded.amount).toBe(0);
    const other = await shop.placed(ada, { sku }, 'AUTHORIZED');
    await pick(other.id, sku, 1);
    await shop.until(ada, other.id, 'CONFIRMED');
    await isLabelled(other.id);
    await shop.cancel(ada, other.id);
    const cancelled = await shop.until(ada, other.id, 'CANCELLED');
    expect(cancelled.refunded).toEqual(cancelled.total);
    await shop.stocked(sku, 3);
  });

  it('cannot be changed after the preparation of its shipment has started', async () => {
    const sku = await shop.sells('cup', { pieces: 3 });
    const { id } = await shop.placed(ada, { sku }, 'AUTHORIZED');
    await eventually(async () => expect(await shop.commands(id)).toContain('shipping.prepare'), PATIENCE);
    const api = await platform.api('order', ada);
    const address = { name: 'Ada', line1: '1 Lane', city: 'Bath', postalCode: 'BA1', country: 'GB' };
    const answer = await api.call<{ code: string }>('PUT', `/v1/orders/${id}/shipping-address`, {
      body: address,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'ORDER_NOT_CHANGEABLE' } });
    await pick(id, sku, 1);
    await shop.until(ada, id, 'CONFIRMED');
    await shop.dispatch(await shop.until(ada, id, 'CONFIRMED'));
    await shop.until(ada, id, 'DELIVERED');
  });
});

it('leaves no audit findings', async () => {
  await auditedClean({ ...platform, since, environment });
});
