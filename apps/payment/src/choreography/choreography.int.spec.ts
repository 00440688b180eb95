import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  inventoryReserved,
  orderPlaced,
  orderRejected,
  shippingBooked,
  shippingCancelled,
} from '@waybill/contracts';
import { uuids } from '@waybill/platform';
import { type SingleService, eventually, startService } from '@waybill/testing';
import { paymentApp } from '../payment.app.js';

const total = { amount: 5_000, currency: 'EUR' };
const { fulfilment: _, ...placedV1 } = { ...orderPlaced.example, total };
let service: SingleService;

beforeAll(async () => {
  const settings = { STRIPE_API_KEY: 'sk_test_spec', STRIPE_API_BASE: 'memory://' };
  service = await startService(paymentApp, 'payment.events', { ...settings, FULFILMENT: 'choreographed' });
});
afterAll(() => service?.stop());

/** The events of an order, once there are `count`. */
const events = (orderId: string, count: number) =>
  eventually(() => {
    const found = service.heard.filter(({ key }) => key === orderId);
    expect(found).toHaveLength(count);
    return found;
  });
const handled = (messageId: string) =>
  eventually(async () => {
    const { rowCount } = await service.pool.query('SELECT FROM inbox WHERE message_id = $1', [messageId]);
    expect(rowCount).toBe(1);
  });

describe('a choreographed order', () => {
  it('is authorized, captured and, when its shipment is cancelled, refunded with the order as the subject', async () => {
    const orderId = uuids.next();
    const mode = { fulfilment: 'choreographed' as const, paymentMethod: 'pm_card_visa' };
    await service.send(orderPlaced, orderId, { ...placedV1, orderId, ...mode });
    await service.send(inventoryReserved, orderId, { orderId, lines: [] });
    await events(orderId, 1);
    await service.send(shippingBooked, orderId, { ...shippingBooked.example, orderId });
    await events(orderId, 2);
    const cause = await service.send(shippingCancelled, orderId, { orderId });
    const all = await events(orderId, 3);
    expect(all.map(({ type }) => type)).toEqual([
      'payment.authorized',
      'payment.captured',
      'payment.refunded',
    ]);
    expect(all[2]!.causationId).toBe(cause);
    expect(all[2]!.data).toMatchObject({
      refundId: `${orderId}:cancellation`,
      amount: total,
      refund: { reason: 'cancellation', subject: orderId },
    });
  });

  it('is paid too when an older build publishes it, whose message has only the payment method', async () => {
    const orderId = uuids.next();
    const message = { ...placedV1, orderId, paymentMethod: 'pm_card_visa' };
    await service.send({ ...orderPlaced, version: 1 }, orderId, message as never);
    await service.send(inventoryReserved, orderId, { orderId, lines: [] });
    const [authorized] = await events(orderId, 1);
    expect(authorized!.type).toBe('payment.authorized');
  });

  it('without a payment method is a dead letter', async () => {
    const orderId = uuids.next();
    await service.send(orderPlaced, orderId, { ...placedV1, orderId, fulfilment: 'choreographed' });
    await eventually(async () => {
      const { rows } = await service.pool.query('SELECT error_code FROM dead_letters WHERE key = $1', [
        orderId,
      ]);
      expect(rows).toEqual([{ error_code: 'CONTRACT_BROKEN' }]);
    });
  });
});

describe('an order of another mode', () => {
  it.each(['orchestrated', 'hybrid'] as const)('waits for the command to pay: %s', async (fulfilment) => {
    const orderId = uuids.next();
    const skipped = [
      await service.send(orderPlaced, orderId, { ...placedV1, orderId, fulfilment }),
      await service.send(inventoryReserved, orderId, { orderId, lines: [], choreographed: false }),
      await service.send(shippingCancelled, orderId, { orderId, choreographed: false }),
    ];
    // Older releases send no mode. The last message has the same key, so it is handled after the others.
    await handled(await service.send(shippingBooked, orderId, { ...shippingBooked.example, orderId }));
    await handled(await service.send(inventoryReserved, orderId, { orderId, lines: [] }));
    await handled(await service.send(orderRejected, orderId, { ...orderRejected.example, orderId }));
    const { rows } = await service.pool.query('SELECT status FROM payments WHERE order_id = $1', [orderId]);
    expect(rows).toEqual([{ status: 'voided' }]);
    const { rows: claims } = await service.pool.query(
      'SELECT message_id FROM inbox WHERE message_id = ANY ($1)',
      [skipped],
    );
    expect(claims).toEqual([]);
  });
});
