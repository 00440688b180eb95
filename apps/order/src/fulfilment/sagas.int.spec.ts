import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import {
  inventoryReleased,
  inventoryReserved,
  paymentAuthorized,
  paymentCaptured,
  paymentFailed,
  shippingBooked,
  shippingCancelled,
} from '@waybill/contracts';
import type { MessageType } from '@waybill/kernel';
import type { ServiceApp } from '@waybill/platform';
import type { Saga } from '@waybill/saga';
import { type Api, type SingleService, eventually, startService, uniqueName } from '@waybill/testing';
import { orderApp } from '../order.app.js';

let service: SingleService;
let operator: Api;
let customer: Api;
let orderId: string;

beforeAll(async () => {
  service = await startService(orderApp as unknown as ServiceApp, 'order.events', {});
  operator = await service.api({ sub: 'olga', admin: true });
  customer = await service.api({ sub: 'ada', name: 'Ada', email: 'ada@example.com' });
  await operator.put('/v1/products/MUG', { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
});
afterAll(() => service?.stop());

const amount = { amount: 1745, currency: 'EUR' };
const show = (): Promise<Saga> => operator.get<Saga>(`/admin/sagas/${orderId}`);
const act = (what: string, body: object = {}, api = operator) =>
  api.call<{ code?: string }>('POST', `/admin/sagas/${orderId}/${what}`, { body });
const lines = [{ sku: 'MUG', quantity: 1 }];

/** Waits until the command of the step is sent, and replies to it as a service. */
async function answer<Data>(
  step: string,
  type: MessageType<string, Data>,
  data: Omit<Data, 'orderId'>,
): Promise<void> {
  await eventually(async () => expect((await show()).log.at(-1)?.step).toBe(step));
  const { commandId } = (await show()).log.at(-1)!;
  await service.send(type, orderId, { orderId, ...data } as Data, { causationId: commandId });
  await eventually(async () => {
    const entry = (await show()).log.find((other) => other.commandId === commandId);
    expect(entry?.answer).toBe(type.type);
  });
}

/** A confirmed order that is being cancelled; the gateway refuses the refund. */
beforeEach(async () => {
  const address = { name: 'Ada', line1: '12 Square', city: 'London', postalCode: 'SW1', country: 'GB' };
  const order = { lines, shippingAddress: address, paymentMethod: 'pm_card_visa' };
  const key = { 'idempotency-key': uniqueName('key') };
  ({ id: orderId } = await customer.post<{ id: string }>('/v1/orders', order, key));
  const parcel = { shipmentId: orderId, carrier: 'Swift', trackingNumber: 'T1', eta: '2026-11-23' };
  await answer('reserve', inventoryReserved, { lines });
  await answer('authorize', paymentAuthorized, { paymentId: 'p-1', amount, method: 'card' });
  const shipment = { ...parcel, lines };
  await answer('book', shippingBooked, { ...shipment, shipments: [shipment] });
  await answer('capture', paymentCaptured, { paymentId: 'p-1', amount, method: 'card' });
  await customer.post(`/v1/orders/${orderId}/cancel`, { reason: 'changed my mind' });
  await answer('undo book', shippingCancelled, { shipmentId: orderId });
  await answer('undo capture', paymentFailed, { refusal: { code: 'ACCOUNT_CLOSED', detail: 'gone' } });
});

it('a refund that the gateway refuses is sent again and again, and listed as stuck from the fifth time on', async () => {
  const stuck = async () =>
    (await operator.get<{ items: Saga[] }>('/admin/sagas?stuck=true')).items.map(({ id }) => id);
  for (let n = 2; n <= 4; n++) expect((await act('retry')).status).toBe(200);
  expect(await stuck()).not.toContain(orderId);
  await act('retry');
  expect(await stuck()).toContain(orderId);
  const refunds = (await show()).log.filter(({ step }) => step === 'undo capture');
  expect(refunds.map(({ attempt, by }) => [attempt, by])).toEqual([
    [1, undefined],
    ...[2, 3, 4, 5].map((attempt) => [attempt, 'olga']),
  ]);
});

it('an operator pays it back by hand, says so, and the order is cancelled with its refund', async () => {
  const note = 'transferred to account DE02…';
  const { status } = await act('resolve', { step: 'undo capture', note });
  expect(status).toBe(200);
  const refund = (await show()).log.find(({ step }) => step === 'undo capture');
  expect(refund).toMatchObject({ answer: 'payment.failed', resolved: { by: 'olga', note } });

  await answer('undo reserve', inventoryReleased, { lines });
  const order = await customer.get(`/v1/orders/${orderId}`);
  expect(order).toMatchObject({ status: 'CANCELLED', refunded: amount });
  expect(await show()).toMatchObject({ status: 'ended', attempt: 0, deadline: null });
  expect((await act('retry')).body.code).toBe('SAGA_AT_REST');
});

it('only what is in flight can be resolved, with a note, by an operator of the tenant', async () => {
  const wrong = await act('resolve', { step: 'undo book', note: 'called the carrier' });
  expect([wrong.status, wrong.body.code]).toEqual([409, 'STEP_NOT_IN_FLIGHT']);
  expect((await act('resolve', { step: 'undo capture' })).status).toBe(400);
  expect((await act('resolve', { step: 'undo capture', note: 'mine' }, customer)).status).toBe(403);
  const stranger = await service.api({ sub: 'olga', admin: true, tenant: 'elsewhere' });
  expect((await act('resolve', { step: 'undo capture', note: 'mine' }, stranger)).status).toBe(404);
});

interface ShownDecision {
  readonly given: string;
  readonly by: string | null;
  readonly answers?: string;
  readonly input: object;
  readonly code: string;
  readonly events: readonly string[];
  readonly sent: readonly string[];
  readonly refused?: string;
}
const decisions = async () =>
  (await operator.get<{ decisions: ShownDecision[] }>(`/admin/sagas/${orderId}`)).decisions;

it('the log says what the saga was given each time, and what it decided', async () => {
  await act('retry');
  const shown = await decisions();
  expect(
    shown.map(({ given, answers, events, sent }) => [given, answers ?? '-', events.join(), sent.join()]),
  ).toEqual([
    ['PlaceOrder', '-', 'order.placed', 'reserve'],
    ['inventory.reserved', 'reserve', 'order.stock-reserved', 'authorize'],
    ['payment.authorized', 'authorize', 'order.payment-authorized', 'book'],
    ['shipping.booked', 'book', 'order.shipment-booked', 'capture'],
    ['payment.captured', 'capture', 'order.confirmed', ''],
    ['CancelOrder', '-', 'order.cancellation-requested', 'undo book'],
    ['shipping.cancelled', 'undo book', '', 'undo capture'],
    ['payment.failed', 'undo capture', '', ''],
    ['RetrySaga', '-', '', 'undo capture'],
  ]);
  expect(shown[1]!.input).toEqual({ orderId, lines });
  expect(shown[6]!.input).toEqual({ orderId, shipmentId: orderId });
  expect(shown[8]).toMatchObject({ by: 'olga', input: { by: 'olga' } });
  expect(new Set(shown.map(({ code }) => code))).toEqual(new Set(['0.1.0']));
});

it('what the order or the saga refuses changes nothing but the log, which keeps it with its input', async () => {
  const before = await show();
  const path = `/v1/orders/${orderId}/lines`;
  const refused = await customer.call<{ code?: string }>('PUT', path, { body: { lines } });
  expect(refused.status).toBe(409);
  await act('resolve', { step: 'undo book', note: 'called the carrier' });
  const stranger = await service.api({ sub: 'eve' });
  expect((await stranger.call('PUT', path, { body: { lines } })).status).toBe(404);

  const kept = (await decisions()).filter((one) => one.refused !== undefined);
  expect(kept).toMatchObject([
    { given: 'ChangeLines', by: 'ada', input: { lines, by: { subject: 'ada' } }, refused: refused.body.code },
    { given: 'ResolveSaga', input: { step: 'undo book', by: 'olga' }, refused: 'STEP_NOT_IN_FLIGHT' },
  ]);
  expect(await show()).toEqual({ ...before, decisions: await decisions() });
});
