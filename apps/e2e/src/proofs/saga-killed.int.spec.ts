import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  inventoryReleased,
  inventoryReserved,
  messageTypes,
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  paymentVoided,
  shippingBooked,
  shippingCancelled,
} from '@waybill/contracts';
import type { MessageType } from '@waybill/kernel';
import { type Delivery, KafkaBroker } from '@waybill/messaging';
import { eventually, testMessage, uniqueName } from '@waybill/testing';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { type Customer, type Order, PATIENCE, Shop, customerOf } from '../shop.js';

const total = { amount: 1745, currency: 'EUR' };
const lines = [{ sku: 'MUG', quantity: 1 }];
const parcel = { shipmentId: 's-1', carrier: 'Swift', trackingNumber: 'T1', eta: '2026-11-23', lines };
const paid = { paymentId: 'p-1', amount: total, method: 'card' };
const refusal = { code: 'CARD_DECLINED', detail: 'declined' };

/** The replies of the other services, by command type. */
const ANSWERS: Readonly<Record<string, readonly [MessageType<string, never>, object]>> = Object.fromEntries(
  Object.entries({
    'inventory.reserve': [inventoryReserved, { lines }],
    'inventory.release': [inventoryReleased, { lines }],
    'payment.authorize': [paymentAuthorized, paid],
    'payment.void': [paymentVoided, {}],
    'payment.capture': [paymentCaptured, paid],
    'payment.refund': [
      paymentRefunded,
      { ...paid, refundId: 'r-1', refund: { reason: 'cancellation', subject: 'o-1' } },
    ],
    'shipping.book': [shippingBooked, { ...parcel, shipments: [parcel] }],
    'shipping.cancel': [shippingCancelled, { shipmentId: 's-1' }],
  }),
) as never;

let platform: OwnPlatform;
let shop: Shop;
let ada: Customer;
let sku: string;
let broker: KafkaBroker;
let stop: () => Promise<void>;
/** In order of arrival. Not answered yet: commands of orders that are not in `held`, and the command type that `held` names. */
const commands: { readonly order: string; readonly type: string; readonly id: string }[] = [];
const held = new Map<string, string>();
const declined = new Set<string>();

beforeAll(async () => {
  platform = await startOwnPlatform({ services: ['order'] });
  shop = new Shop(platform, 'main-street');
  ada = customerOf('main-street');
  sku = uniqueName('mug');
  const keeper = await platform.api('order', { sub: 'shopkeeper', tenant: 'main-street', admin: true });
  await keeper.put(`/v1/products/${sku}`, { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
  broker = new KafkaBroker({ brokers: platform.kafkaBrokers, clientId: 'other-services' });
  const topics = ['inventory.commands', 'payment.commands', 'shipping.commands'];
  ({ stop } = await broker.subscribe({ group: uniqueName('others'), topics, handle: hear }));
});

afterAll(async () => {
  await stop?.();
  await broker?.close();
  await platform?.end();
});

async function hear(records: readonly Delivery[]): Promise<void> {
  for (const { key, headers } of records) {
    const command = { order: key, type: headers['ce_type']!, id: headers['ce_id']! };
    // The relay of a killed service resends rows that it had not moved; like a real service, this one ignores duplicates.
    if (commands.some(({ id }) => id === command.id)) continue;
    commands.push(command);
    await serve(command);
  }
}

async function serve(command: (typeof commands)[number]): Promise<void> {
  const waitsAt = held.get(command.order);
  if (waitsAt !== undefined && waitsAt !== command.type) await answer(command);
}

async function answer({ order, type, id }: (typeof commands)[number]): Promise<void> {
  const refused = type === 'payment.authorize' && declined.has(order);
  const [said, data] = refused ? ([paymentDeclined, { refusal }] as const) : ANSWERS[type]!;
  const { topic } = messageTypes.get(said.type)!;
  const row = testMessage({
    topic,
    key: order,
    type: said.type,
    correlationId: order,
    causationId: id,
    tenant: 'main-street',
    body: JSON.stringify({ orderId: order, ...data }),
  });
  await broker.publisher.publish([row], 10_000);
}

/** Places an order and waits until its saga has sent this command, which is not answered before `release`. */
async function waitingFor(type: string, { cancelled = false, refused = false } = {}): Promise<Order> {
  const { body } = await shop.place(ada, { sku });
  if (refused) declined.add(body.id);
  held.set(body.id, type);
  for (const command of commands.filter(({ order }) => order === body.id)) await serve(command);
  if (cancelled) {
    await shop.until(ada, body.id, 'CONFIRMED');
    await shop.cancel(ada, body.id);
  }
  await eventually(
    () => expect(commands.some((command) => command.order === body.id && command.type === type)).toBe(true),
    PATIENCE,
  );
  return body;
}

const release = async ({ id }: Order): Promise<void> => {
  const type = held.get(id);
  held.set(id, 'nothing');
  // After a timeout the saga has sent the command again with a new id: all of them are answered.
  for (const command of commands) if (command.order === id && command.type === type) await answer(command);
};

it.each([
  ['before it is answered', 'first'],
  ['as it is answered', 'last'],
] as const)('a saga goes on from every step at which its service was killed, %s', async (_, kill) => {
  const waiting = {
    reserve: await waitingFor('inventory.reserve'),
    authorize: await waitingFor('payment.authorize'),
    book: await waitingFor('shipping.book'),
    capture: await waitingFor('payment.capture'),
    'undo reserve': await waitingFor('inventory.release', { refused: true }),
    'undo book': await waitingFor('shipping.cancel', { cancelled: true }),
    'undo capture': await waitingFor('payment.refund', { cancelled: true }),
  };
  const service = platform.processes.get('order')!;
  if (kill === 'first') await service.kill();
  for (const order of Object.values(waiting)) await release(order);
  await service.kill();
  platform.start('order');
  await platform.ready();

  const ends = await Promise.all(
    Object.entries(waiting).map(async ([step, { id }]) => {
      const end = step.startsWith('undo')
        ? step === 'undo reserve'
          ? 'REJECTED'
          : 'CANCELLED'
        : 'CONFIRMED';
      await shop.until(ada, id, end);
      return eventually(async () => {
        const { status, log } = await shop.saga(id);
        expect(log.filter((entry) => !entry.answer)).toEqual([]);
        return { step, status };
      }, PATIENCE);
    }),
  );
  expect(ends).toEqual(Object.keys(waiting).map((step) => ({ step, status: 'ended' })));
});
