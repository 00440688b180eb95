import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inventoryReserved } from '@waybill/contracts';
import { type ServiceApp, uuids } from '@waybill/platform';
import { type SingleService, eventually, startService, uniqueName } from '@waybill/testing';
import pg from 'pg';
import { notificationApp } from '../../notification/src/notification.app.js';
import { orderApp } from '../../order/src/order.app.js';
import { paymentApp } from '../../payment/src/payment.app.js';
import { firing } from './alert-rules.js';

const ADMIN = { sub: 'operator', admin: true };
const MINUTES_AGO = 3 * 60_000;
let service: SingleService;
let payment: SingleService;
let notification: SingleService;

beforeAll(async () => {
  service = await startService(orderApp as unknown as ServiceApp, 'order.events', {});
  const gateway = { STRIPE_API_KEY: 'sk_test_alerts', STRIPE_API_BASE: 'memory://' };
  payment = await startService(paymentApp as unknown as ServiceApp, 'payment.events', gateway);
  const mails = { SMTP_URL: 'discard://' };
  notification = await startService(notificationApp as unknown as ServiceApp, 'notification.events', mails);
});
afterAll(() => Promise.all([service?.stop(), payment?.stop(), notification?.stop()]));

/** The metrics of all services that have alerts. */
const scrape = async (): Promise<string> => {
  const all = [service, payment, notification].map(async (one) => (await one.api()).get<string>('/metrics'));
  return (await Promise.all(all)).join('\n');
};
const placeOrder = async (): Promise<void> => {
  const sku = uniqueName('sku');
  const price = { amount: 1250, currency: 'EUR' };
  await (await service.api(ADMIN)).put(`/v1/products/${sku}`, { name: 'Mug', price });
  const shippingAddress = {
    name: 'Ada',
    line1: 'Hill 1',
    city: 'Berlin',
    postalCode: '10115',
    country: 'DE',
  };
  const order = { lines: [{ sku, quantity: 1 }], shippingAddress, paymentMethod: 'pm_card_visa' };
  const ada = await service.api({ sub: 'ada', name: 'Ada', email: 'ada@example.com' });
  await ada.post('/v1/orders', order, { 'idempotency-key': uniqueName('key') });
};
const answer = (time = new Date()): Promise<string> => {
  const orderId = uniqueName('unknown');
  return service.send(inventoryReserved, orderId, { orderId } as never, { time });
};
const stranger = { ...inventoryReserved, type: 'inventory.melted' };
const firesAfter = async (name: string, act: () => Promise<unknown>): Promise<void> => {
  const before = await scrape();
  expect(firing([before, before])).not.toContain(name);
  await act();
  await eventually(async () => expect(firing([before, await scrape()])).toContain(name));
};

it('none fires in normal operation', async () => {
  const before = await scrape();
  await placeOrder();
  expect(firing([before, await scrape()])).toEqual([]);
});

it('WaybillOutboxWaits fires when the broker does not accept messages', () =>
  firesAfter('WaybillOutboxWaits', () =>
    service.pool.query(
      `INSERT INTO outbox (shard, topic, key, id, type, version, source, time, correlation_id, causation_id, tenant, traceparent, body)
       VALUES (0, 'no.such.topic', 'k', $1, 't', 1, '/order', now() - interval '3 minutes', 'c', 'c', 'default', '', '{}')`,
      [uuids.next()],
    ),
  ));

it('WaybillSagasStuck fires when a deadline has passed and waking the saga fails', () =>
  firesAfter('WaybillSagasStuck', () =>
    service.pool.query(
      `INSERT INTO sagas (id, name, tenant, status, state, log, deadline, wake_at, started_at, updated_at)
       SELECT 'no-such-order', 'fulfilment', 'default', 'running', '{}', '[]', at, at, at, at
       FROM (SELECT now() - interval '3 minutes' AS at) AS long_ago`,
    ),
  ));

it('WaybillSagasAlarming fires when a command was sent five times without a usable reply', () =>
  firesAfter('WaybillSagasAlarming', () =>
    service.pool.query(
      `INSERT INTO sagas (id, name, tenant, status, state, log, attempt, deadline, wake_at, started_at, updated_at)
       SELECT 'refused-refund', 'fulfilment', 'default', 'compensating', '{}', '[]', 5, at, at, now(), now()
       FROM (SELECT now() + interval '8 minutes' AS at) AS later`,
    ),
  ));

it('WaybillPaymentUnknown fires when the outcome at the gateway is unknown', () =>
  firesAfter('WaybillPaymentUnknown', () =>
    payment.pool.query(
      `INSERT INTO effects (id, shard, kind, key, payload, context, attempt, due_at)
       VALUES ('01900000-0000-7000-8000-000000000000', 0, 'payment.capture', 'an-order', '{}', '{}', 2, now() + interval '1 day')`,
    ),
  ));

it('WaybillPaymentAlarms fires when the gateway charged another amount', () =>
  firesAfter('WaybillPaymentAlarms', () =>
    payment.pool.query(
      `INSERT INTO payment_alarms (id, tenant, order_id, kind, detail, raised_at)
       VALUES ('refund:r1', 'default', 'an-order', 'REFUND_REFUSED', 'the bank account is closed', now())`,
    ),
  ));

it('WaybillReconciliation fires when the gateway’s records differ from ours', () =>
  firesAfter('WaybillReconciliation', () =>
    payment.pool.query(
      `INSERT INTO reconciliations (day, compared, differences, begun_at, finished_at)
       VALUES ('9999-12-31', 1, '[{"kind": "CHARGED_TWICE"}]', now(), now())`,
    ),
  ));

it('WaybillWebhooksDisabled fires when a partner accepted nothing for days', () =>
  firesAfter('WaybillWebhooksDisabled', () =>
    notification.pool.query(
      `INSERT INTO webhook_endpoints (id, tenant, url, types, secret, status, reason, created_at, changed_at)
       VALUES ('w', 'default', 'https://partner.example', '[]', 'whsec_', 'disabled', 'no delivery', now(), now())`,
    ),
  ));

it('WaybillErasureFails fires when a row of an erased customer cannot be changed', () =>
  firesAfter('WaybillErasureFails', () =>
    notification.pool.query(
      `INSERT INTO effects (id, shard, kind, key, payload, context, attempt, due_at)
       VALUES ('01900000-0000-7000-8000-000000000001', 0, 'person.erase', 'ada', '{}', '{}', 2, now() + interval '1 day')`,
    ),
  ));

it('WaybillDeadLetters fires when a message is dead-lettered', () =>
  firesAfter('WaybillDeadLetters', () => service.send(stranger, 'somebody', {} as never)));

it('WaybillParkedKeys fires when messages of a key wait behind a dead letter', () =>
  firesAfter('WaybillParkedKeys', () =>
    service.pool.query(
      `INSERT INTO parked_keys (consumer, topic, key, waiting, last, since)
       VALUES ('order.saga', 'inventory.events', 'an-order', 2, 2, now())`,
    ),
  ));

it('WaybillMessagesFail fires when more than one in twenty is dead-lettered', () =>
  firesAfter('WaybillMessagesFail', () => service.send(stranger, 'somebody', {} as never)));

it('WaybillConsumerLags fires while a handler is blocked by an old message', async () => {
  expect(firing([await scrape()])).not.toContain('WaybillConsumerLags');
  const other = new pg.Client({ connectionString: service.ownerUrl });
  await other.connect();
  await other.query('BEGIN; LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE');
  await answer(new Date(Date.now() - MINUTES_AGO));
  await eventually(async () => expect(firing([await scrape()])).toContain('WaybillConsumerLags')).finally(
    () => other.end(),
  );
});
