import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paymentAuthorize, paymentCapture, paymentRefund } from '@waybill/contracts';
import { type SingleService, eventually, startService } from '@waybill/testing';
import { uuids } from '@waybill/platform';
import { paymentApp } from '../payment.app.js';

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const settings = { STRIPE_API_KEY: 'sk_test_spec', STRIPE_API_BASE: 'memory://' };
/** The command in version 1, as older builds send it. */
const refundV1 = { ...paymentRefund, version: 1 };
let service: SingleService;

beforeAll(async () => {
  service = await startService(paymentApp, 'payment.events', settings);
});
afterAll(() => service?.stop());

/** The events of an order, once there are `count`. */
const events = (orderId: string, count: number) =>
  eventually(() => {
    const found = service.heard.filter(({ key }) => key === orderId);
    expect(found).toHaveLength(count);
    return found;
  });

async function authorized(orderId: string): Promise<string> {
  const payment = { customerId: 'ada', amount: euros(5_000), paymentMethod: 'pm_card_visa' };
  await service.send(paymentAuthorize, orderId, { orderId, ...payment });
  const [first] = await events(orderId, 1);
  return (first!.data as { paymentId: string }).paymentId;
}
async function captured(orderId: string): Promise<string> {
  const paymentId = await authorized(orderId);
  await service.send(paymentCapture, orderId, { orderId, amount: euros(5_000) });
  await events(orderId, 2);
  return paymentId;
}
const refundsOf = async (orderId: string) => {
  const api = await service.api({ sub: 'root', admin: true });
  type Shown = { items: { refunds: { refundId: string; purpose: string; subject: string }[] }[] };
  const { items } = await api.get<Shown>(`/v1/payments?orderId=${orderId}`);
  return items[0]!.refunds.map(({ refundId, purpose, subject }) => ({ refundId, purpose, subject }));
};

describe('a refund that an older build requests', () => {
  it('is stored, shown and published with the purpose that its id names', async () => {
    const orderId = uuids.next();
    const paymentId = await captured(orderId);
    const refundId = `${orderId}:short:shipment-1`;
    const command = { orderId, refundId, amount: euros(1_000), reason: 'SHORT_PICK' };
    const cause = await service.send(refundV1, orderId, command as never);
    const [, , refunded] = await events(orderId, 3);
    const refund = { reason: 'short-pick', subject: 'shipment-1' };
    expect(refunded).toMatchObject({ type: 'payment.refunded', causationId: cause });
    expect(refunded!.data).toEqual({ orderId, paymentId, amount: euros(1_000), refundId, refund });
    expect(await refundsOf(orderId)).toEqual([{ refundId, purpose: 'short-pick', subject: 'shipment-1' }]);
  });

  it('is carried out after it waited, stored as that build stores it', async () => {
    const orderId = uuids.next();
    const paymentId = await authorized(orderId);
    const refundId = `${orderId}-return-1`;
    const data = { orderId, refundId, amount: euros(1_000), reason: 'dented' };
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const context = { correlationId: 'c', causationId: 'the-command', tenant: 'default', traceparent };
    await service.pool.query('UPDATE payments SET waiting = $2 WHERE order_id = $1', [
      orderId,
      JSON.stringify([{ command: 'refund', data, context }]),
    ]);
    await service.send(paymentCapture, orderId, { orderId, amount: euros(5_000) });
    const [, , refunded] = await events(orderId, 3);
    expect(refunded).toMatchObject({ type: 'payment.refunded', causationId: 'the-command' });
    expect(refunded!.data).toEqual({
      orderId,
      paymentId,
      amount: euros(1_000),
      refundId,
      refund: { reason: 'return', subject: refundId },
    });
  });

  it('is answered from the row of that build, which has no purpose', async () => {
    const orderId = uuids.next();
    const paymentId = await captured(orderId);
    const refundId = `${orderId}:cancellation`;
    await service.pool.query(
      `INSERT INTO refunds (refund_id, order_id, tenant, amount, currency, reason, status, created_at, updated_at)
       VALUES ($1, $2, 'default', 5000, 'EUR', 'changed my mind', 'refunded', now(), now())`,
      [refundId, orderId],
    );
    expect(await refundsOf(orderId)).toEqual([{ refundId, purpose: 'cancellation', subject: orderId }]);
    const command = { orderId, refundId, amount: euros(5_000), reason: 'changed my mind' };
    const refund = { reason: 'cancellation' as const, subject: orderId };
    const cause = await service.send(paymentRefund, orderId, { ...command, refund });
    const [, , refunded] = await events(orderId, 3);
    expect(refunded).toMatchObject({ type: 'payment.refunded', causationId: cause });
    expect(refunded!.data).toEqual({ orderId, paymentId, amount: euros(5_000), refundId, refund });
  });
});
