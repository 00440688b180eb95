import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { paymentAuthorize, paymentCapture, paymentRefund, paymentVoid } from '@waybill/contracts';
import type { ServiceApp } from '@waybill/platform';
import { Api, type SingleService, eventually, startService, uniqueName } from '@waybill/testing';
import { composePayment, gatewayAt, paymentApp } from '../../../payment/src/payment.app.js';
import { type Sandbox, startSandbox } from '../../../sandbox/src/sandbox.app.js';
import { type Charge, PATIENCE } from '../shop.js';

type Gateway = ReturnType<typeof gatewayAt>;
interface Books extends Charge {
  readonly refunds: readonly { readonly amount: number }[];
}

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
/** Number of orders in parallel, and of rounds. */
const AT_ONCE = 40;
const ROUNDS = FULL ? 20 : 1;
const ORDERS = AT_ONCE * ROUNDS;
const SECRET = 'whsec_of_the_proof';
/** Faults of the gateway. Each operation gets each of them. */
const MODES = ['timeout-after', 'error-after', 'error-before'];
const WRITES = [
  'payment_intents.create',
  'payment_intents.capture',
  'payment_intents.cancel',
  'refunds.create',
];
const LOOKS = ['payment_intents.search', 'payment_intents.retrieve', 'refunds.list'];
const ANSWERS = {
  voided: ['authorized', 'voided'],
  refunded: ['authorized', 'captured', 'refunded', 'refunded'],
};
const euros = (amount: number) => ({ amount, currency: 'EUR' });

let sandbox: Sandbox;
let world: Api;

beforeAll(async () => {
  sandbox = await startSandbox();
  world = new Api(`http://127.0.0.1:${sandbox.ports.gateway}`);
});
afterAll(() => sandbox?.close());

/** Pays, voids and partly refunds orders at a gateway that loses responses. Returns the gateway's payments at the end. */
async function pay(wrap: (gateway: Gateway) => Gateway) {
  const app: typeof paymentApp = {
    ...paymentApp,
    compose: (ports, settings) => composePayment(ports, settings, wrap(gatewayAt(settings, ports))),
  };
  const service = await startService(app as unknown as ServiceApp, 'payment.events', {
    STRIPE_API_KEY: 'sk_test_proof',
    STRIPE_API_BASE: world.url,
    STRIPE_TIMEOUT: '500ms',
    STRIPE_WEBHOOK_SECRET: SECRET,
  });
  try {
    await world.put('/sandbox/webhooks', {
      url: `${(await service.api()).url}/v1/webhooks/gateway`,
      secret: SECRET,
      hold: true,
    });
    const orders = Array.from({ length: ORDERS }, () => uniqueName('order'));
    const ends = orders.map((_, index) => (index % 3 === 0 ? ('voided' as const) : ('refunded' as const)));
    let told = 0;
    for (let from = 0; from < ORDERS; from += AT_ONCE) {
      await plantFaults();
      let over = false;
      const round = orders.slice(from, from + AT_ONCE);
      const lives = Promise.all(round.map((order, index) => live(service, order, ends[from + index]!)));
      const end = lives.finally(() => (over = true));
      const tellAgain = eventually(async () => {
        told += await tellTwiceAndBackwards();
        if (!over) throw new Error('orders are still on their way');
      }, PATIENCE);
      await Promise.all([end, tellAgain]);
      told += await tellTwiceAndBackwards();
    }
    return {
      books: await books(orders),
      answers: orders.map((order) => answersTo(service, order)),
      ends,
      told,
      faultsLeft: await world.get<object>('/sandbox/faults'),
    };
  } finally {
    await service.stop();
    await world.call('DELETE', '/sandbox/faults');
  }
}

/** Sends the pending webhooks of the gateway twice and in reversed order. Returns the number of calls. */
async function tellTwiceAndBackwards(): Promise<number> {
  const how = { order: 'reversed', copies: 2 };
  return (await world.post<{ sent: number }>('/sandbox/webhooks/release', how)).sent;
}

async function plantFaults(): Promise<void> {
  for (const mode of MODES) {
    for (const operation of WRITES)
      await world.post('/sandbox/faults', { operation, mode, times: AT_ONCE / 20 });
    for (const operation of LOOKS) await world.post('/sandbox/faults', { operation, mode, times: 1 });
  }
}

const answersTo = ({ heard }: SingleService, order: string): string[] =>
  heard.filter(({ key }) => key === order).map(({ type }) => type.replace('payment.', ''));

/** Sends the commands of an order: a void while the authorization is in flight, or a capture and then two refunds in parallel. */
async function live(service: SingleService, orderId: string, end: keyof typeof ANSWERS): Promise<void> {
  const answered = (count: number) =>
    eventually(() => expect(answersTo(service, orderId).length).toBeGreaterThanOrEqual(count), PATIENCE);
  const customer = { customerId: 'ada', paymentMethod: 'pm_card_visa' };
  await service.send(paymentAuthorize, orderId, { orderId, ...customer, amount: euros(5_000) });
  if (end === 'voided') {
    await service.send(paymentVoid, orderId, { orderId, reason: 'cancelled' });
    return answered(2);
  }
  await answered(1);
  await service.send(paymentCapture, orderId, { orderId, amount: euros(5_000) });
  await answered(2);
  const parts = { return: 1_667, 'short-pick': 1_666 } as const;
  for (const reason of ['return', 'short-pick'] as const) {
    const refundId = `${orderId}:${reason}`;
    const refund = { reason, subject: refundId };
    const command = { orderId, refundId, amount: euros(parts[reason]), reason, refund };
    await service.send(paymentRefund, orderId, command);
  }
  await answered(4);
}

/** The gateway's payments and refunds of each order. */
async function books(orders: readonly string[]) {
  return Promise.all(
    orders.map(async (order) => {
      const { items } = await world.get<{ items: Books[] }>(`/sandbox/payments?orderId=${order}`);
      return items.map(({ status, captured, refunds }) => ({
        status,
        captured,
        refunds: refunds.map(({ amount }) => amount).sort(),
      }));
    }),
  );
}

it('a gateway that charges and times out or responds with 500, with duplicated and reversed webhooks, charges once', async () => {
  const { books, answers, ends, told, faultsLeft } = await pay((gateway) => gateway);
  const wanted = {
    voided: [{ status: 'canceled', captured: 0, refunds: [] }],
    refunded: [{ status: 'succeeded', captured: 5_000, refunds: [1_666, 1_667] }],
  };
  expect(books).toEqual(ends.map((end) => wanted[end]));
  expect(answers).toEqual(ends.map((end) => ANSWERS[end]));
  // All planted faults occurred, and each webhook was sent twice.
  expect(faultsLeft).toEqual({ items: [] });
  expect(told).toBe(2 * ends.reduce((sum, end) => sum + ANSWERS[end].length, 0));
}, 600_000);

it('a service that retries with a new key charges twice', async () => {
  const anew = (gateway: Gateway): Gateway => ({
    authorize: (request) => gateway.authorize({ ...request, idempotencyKey: randomUUID() }),
    capture: (request) => gateway.capture(request),
    void: (request) => gateway.void(request),
    refund: (request) => gateway.refund({ ...request, idempotencyKey: randomUUID() }),
    find: () => Promise.resolve(undefined),
    findRefund: () => Promise.resolve(undefined),
    list: (from, to) => gateway.list(from, to),
    show: (gatewayId) => gateway.show(gatewayId),
  });
  const { books } = await pay(anew);
  expect(books.filter((payments) => payments.length > 1).length).toBeGreaterThan(0);
}, 600_000);
