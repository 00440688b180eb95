import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { auditedClean } from './audit.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Customer, type Order, PATIENCE, Shop, customerOf } from './shop.js';

const since = new Date();
const environment = { FULFILMENT: 'choreographed', DISPATCH_AFTER: 'manual' };
let platform: OneProcess;
let shop: Shop;
let ada: Customer;

/** The journeys of orders in choreographed mode. */
beforeAll(async () => {
  platform = await startOneProcess({ environment });
  shop = new Shop(platform, 'main-street');
  ada = customerOf('main-street');
});
afterAll(() => platform?.stop());

const events = async ({ id }: Pick<Order, 'id'>): Promise<string[]> =>
  (await shop.history(ada, id)).map(({ type }) => type);
/** Types of the messages from the placement to this one, following the causation ids. */
function wayTo(type: string, { id }: Order): string[] {
  const about = platform.heard.filter(({ key }) => key === id).map(({ headers }) => headers);
  const way: string[] = [];
  for (
    let message = about.find((headers) => headers['ce_type'] === type);
    message;
    message = about.find((headers) => headers['ce_id'] === message!['ce_causationid'])
  )
    way.unshift(message['ce_type']!);
  return way;
}

describe('an order in choreographed mode', () => {
  it('is confirmed and delivered by services that react to each other', async () => {
    const sku = await shop.sells('mug', { pieces: 3 });
    const confirmed = await shop.placed(ada, { sku }, 'CONFIRMED');
    expect(await shop.commands(confirmed.id)).toEqual([]);
    await eventually(
      () =>
        expect(wayTo('order.confirmed', confirmed)).toEqual([
          'order.placed',
          'inventory.reserved',
          'payment.authorized',
          'shipping.booked',
          'payment.captured',
          'order.confirmed',
        ]),
      PATIENCE,
    );
    expect(
      platform.heard.filter(({ topic, key }) => topic.endsWith('.commands') && key === confirmed.id),
    ).toEqual([]);
    await shop.stocked(sku, 3, 1);
    await shop.dispatch(confirmed);
    const order = await shop.until(ada, confirmed.id, 'DELIVERED');
    expect(await shop.charges(order.id)).toMatchObject([
      { status: 'succeeded', captured: 1745, refunded: 0 },
    ]);
    await shop.stocked(sku, 2);
  });

  it('releases its stock when the payment is declined', async () => {
    const sku = await shop.sells('bowl', { pieces: 3 });
    const wish = { sku, paymentMethod: 'pm_card_visa_chargeDeclined' };
    const order = await shop.placed(ada, wish, 'REJECTED');
    expect(order.rejection?.code).toBe('CARD_DECLINED');
    await shop.stocked(sku, 3);
    expect(await shop.charges(order.id)).toMatchObject([{ captured: 0 }]);
  });

  it('is not charged when it is out of stock', async () => {
    const sku = await shop.sells('teapot', { pieces: 3 });
    const order = await shop.placed(ada, { sku, quantity: 4 }, 'REJECTED');
    expect(order.rejection?.code).toBe('OUT_OF_STOCK');
    expect(await shop.charges(order.id)).toEqual([]);
    await shop.stocked(sku, 3);
  });

  it('releases payment and stock when the carrier does not serve its country', async () => {
    const sku = await shop.sells('vase', { pieces: 3 });
    const order = await shop.placed(ada, { sku, country: 'AQ' }, 'REJECTED');
    expect(order.rejection?.code).toBe('COUNTRY_NOT_SERVED');
    await shop.stocked(sku, 3);
    await eventually(
      async () => expect(await shop.charges(order.id)).toMatchObject([{ status: 'canceled', captured: 0 }]),
      PATIENCE,
    );
  });
});

it('refuses changes of lines and address with a reason', async () => {
  const sku = await shop.sells('tray', { pieces: 3 });
  await shop.spoil('carrier', 'bookings.create', 'error-before', 1_000);
  const { id } = await shop.placed(ada, { sku }, 'AUTHORIZED');
  const api = await platform.api('order', ada);
  const address = { name: 'Ada', line1: '1 Lane', city: 'Bath', postalCode: 'BA1', country: 'GB' };
  const bodies = { lines: { lines: [{ sku, quantity: 2 }] }, 'shipping-address': address };
  for (const [path, body] of Object.entries(bodies)) {
    const answer = await api.call('PUT', `/v1/orders/${id}/${path}`, { body });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'ORDER_NOT_CHANGEABLE', detail: expect.stringContaining('in choreographed mode') },
    });
  }
  await shop.repair('carrier');
  await shop.until(ada, id, 'CONFIRMED');
  await shop.cancel(ada, id);
  await shop.until(ada, id, 'CANCELLED');
});

describe('cancelling it', () => {
  it('before the confirmation compensates all steps', async () => {
    const sku = await shop.sells('jug', { pieces: 3 });
    // The carrier cannot book, so the order is not confirmed before the test cancels it.
    await shop.spoil('carrier', 'bookings.create', 'error-before', 1_000);
    const { id } = await shop.placed(ada, { sku }, 'AUTHORIZED');
    expect(await shop.cancel(ada, id)).toMatchObject({ status: 202, body: { status: 'CANCELLING' } });
    await shop.repair('carrier');
    const order = await shop.until(ada, id, 'CANCELLED');
    expect(order.refunded.amount).toBe(0);
    expect(await shop.charges(id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
    expect(await shop.shipments(id)).toMatchObject([{ status: 'cancelled' }]);
    await shop.stocked(sku, 3);
  });

  it('immediately after the placement charges and books nothing', async () => {
    const sku = await shop.sells('cup', { pieces: 3 });
    const { body } = await shop.place(ada, { sku });
    await shop.cancel(ada, body.id);
    await shop.until(ada, body.id, 'CANCELLED');
    const charges = await shop.charges(body.id);
    expect(charges.map(({ captured, refunded }) => captured - refunded).filter(Boolean)).toEqual([]);
    await shop.stocked(sku, 3);
  });

  it('after the confirmation refunds the payment, cancels the shipment and releases the stock', async () => {
    const sku = await shop.sells('pan', { pieces: 3 });
    const { id } = await shop.placed(ada, { sku }, 'CONFIRMED');
    expect((await shop.cancel(ada, id)).status).toBe(202);
    const order = await shop.until(ada, id, 'CANCELLED');
    await eventually(
      () =>
        expect(wayTo('order.cancelled', order)).toEqual([
          'order.cancellation-requested',
          'shipping.cancelled',
          'payment.refunded',
          'order.cancelled',
        ]),
      PATIENCE,
    );
    expect(order.refunded).toEqual(order.total);
    expect(await shop.charges(id)).toMatchObject([{ captured: 1745, refunded: 1745 }]);
    expect(await shop.shipments(id)).toMatchObject([{ status: 'cancelled' }]);
    await shop.stocked(sku, 3);
  });

  it('is refused after the dispatch has started, and the order continues', async () => {
    const sku = await shop.sells('clock', { pieces: 3 });
    const confirmed = await shop.placed(ada, { sku }, 'CONFIRMED');
    await shop.spoil('carrier', 'bookings.dispatch', 'error-before', 1_000);
    await shop.dispatch(confirmed);
    expect((await shop.cancel(ada, confirmed.id)).status).toBe(202);
    await eventually(
      async () => expect(await events(confirmed)).toContain('order.cancellation-refused'),
      PATIENCE,
    );
    await shop.repair('carrier');
    const order = await shop.until(ada, confirmed.id, 'DELIVERED');
    expect(await shop.charges(order.id)).toMatchObject([{ captured: 1745, refunded: 0 }]);
    await shop.stocked(sku, 2);
  });
});

it('leaves no audit findings', async () => {
  await auditedClean({ ...platform, since, environment });
});
