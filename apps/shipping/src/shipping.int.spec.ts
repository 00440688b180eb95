import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  inventoryPickConfirmed,
  orderConfirmed,
  shippingBook,
  shippingCancel,
  shippingPacked,
  shippingPicked,
  shippingPrepare,
} from '@waybill/contracts';
import { type SingleService, eventually, startService } from '@waybill/testing';
import { shippingApp } from './shipping.app.js';

const SECRET = 'a-secret-of-the-carrier';
const address = { name: 'Ada', line1: 'Main St 1', city: 'Graz', postalCode: '8010', country: 'AT' };
const admin = { sub: 'root', admin: true };

interface Booking {
  id: string;
  reference: string;
  status: string;
  [more: string]: unknown;
}

/** A carrier that can be made to wait, to fail after the deed, and to count. */
class FakeCarrier {
  readonly calls: string[] = [];
  readonly bookings = new Map<string, Booking>();
  /** Operations that are not answered before this resolves. */
  gates = new Map<string, Promise<void>>();
  /** The next answers to an operation that get lost: the deed is done. */
  lost = new Map<string, number>();
  /** References whose booking is refused. */
  readonly refused = new Set<string>();
  readonly server: Server = createServer((request, response) => void this.serve(request, response));

  of(orderId: string): Booking {
    return [...this.bookings.values()].find(({ reference }) => reference === orderId)!;
  }

  count(operation: string, orderId: string): number {
    return this.calls.filter((call) => call === `${operation} ${orderId}`).length;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , , id, act = request.method === 'GET' ? 'track' : 'book'] = (request.url ?? '').split('/');
    const body = JSON.parse((await text(request)) || '{}') as {
      reference?: string;
      address?: typeof address;
    };
    const known = [...this.bookings.values()].find((booking) => booking.id === id);
    const orderId = known?.reference ?? body.reference ?? '';
    this.calls.push(`${act} ${orderId}`);
    await this.gates.get(`${act} ${orderId}`);
    const { status, answer } = this.act(act, String(request.headers['idempotency-key']), body, known);
    const lost = this.lost.get(`${act} ${orderId}`) ?? 0;
    this.lost.set(`${act} ${orderId}`, lost - 1);
    response.writeHead(lost > 0 ? 500 : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(lost > 0 ? { code: 'INTERNAL_ERROR', message: '' } : answer));
  }

  private act(
    act: string,
    key: string,
    body: { reference?: string; address?: typeof address },
    known?: Booking,
  ): { status: number; answer: unknown } {
    if (act === 'book') {
      if (body.address?.country === 'ZA') {
        return { status: 422, answer: { code: 'COUNTRY_NOT_SERVED', message: 'We do not deliver to ZA.' } };
      }
      if (this.refused.has(body.reference ?? '')) {
        return { status: 422, answer: { code: 'TOO_HEAVY', message: 'Too heavy.' } };
      }
      const id = `bkg_${this.bookings.size + 1}`;
      const fresh = { id, reference: body.reference ?? '', status: 'booked', carrier: 'Wayfarer' };
      const booking = this.bookings.get(key) ?? {
        ...fresh,
        trackingNumber: `T-${id}`,
        eta: '2026-12-01T00:00:00Z',
      };
      this.bookings.set(key, booking);
      return { status: 201, answer: booking };
    }
    if (!known) return { status: 404, answer: { code: 'BOOKING_NOT_FOUND', message: '' } };
    if (act === 'cancel' && known.status !== 'booked' && known.status !== 'cancelled') {
      return { status: 409, answer: { code: 'ALREADY_DISPATCHED', message: '' } };
    }
    if (act === 'cancel') known.status = 'cancelled';
    if (act === 'dispatch' && known.status === 'booked') known.status = 'dispatched';
    return { status: 200, answer: known };
  }
}

const carrier = new FakeCarrier();
let swift: SingleService;
let manual: SingleService;

beforeAll(async () => {
  carrier.server.listen(0, '127.0.0.1');
  await once(carrier.server, 'listening');
  const CARRIER_URL = `http://127.0.0.1:${(carrier.server.address() as AddressInfo).port}`;
  const settings = { CARRIER_URL, CARRIER_WEBHOOK_SECRET: SECRET };
  swift = await startService(shippingApp, 'shipping.events', { ...settings, DISPATCH_AFTER: '50ms' });
  const byHand = { DISPATCH_AFTER: 'manual', PICKING: 'manual' };
  manual = await startService(shippingApp, 'shipping.events', { ...settings, ...byHand });
});
afterAll(async () => {
  await swift?.stop();
  await manual?.stop();
  carrier.server.closeAllConnections();
  carrier.server.close();
});

const lines = [
  { sku: 'TEA', quantity: 2 },
  { sku: 'MUG', quantity: 1, warehouse: 'north' },
];
const newOrder = (): string => randomUUID();
const book = (service: SingleService, orderId: string, country = 'AT') => {
  const parcel = {
    customerId: 'ada',
    address: { ...address, country },
    lines: [{ sku: 'TEA', quantity: 2 }],
  };
  return service.send(shippingBook, orderId, { orderId, ...parcel });
};
const prepare = (service: SingleService, orderId: string, from = lines) =>
  service.send(shippingPrepare, orderId, { orderId, customerId: 'ada', address, lines: from });
const agree = (service: SingleService, orderId: string) =>
  service.send(inventoryPickConfirmed, orderId, { orderId, lines });
const cancel = (service: SingleService, orderId: string) =>
  service.send(shippingCancel, orderId, { orderId, reason: 'TIMEOUT' });
const confirm = (service: SingleService, orderId: string) =>
  service.send(orderConfirmed, orderId, {
    orderId,
    customerId: 'ada',
    email: 'ada@example.com',
    customerName: 'Ada',
    total: { amount: 100, currency: 'EUR' },
    paymentId: 'p',
    shipmentId: 's',
  });
const INSIDE = ['shipping.picked', 'shipping.packed', 'shipping.labelled'];
/** What was said of the order, but for the steps within the warehouse, as soon as there is so much. */
const said = (service: SingleService, orderId: string, count: number) =>
  eventually(() => {
    const about = service.heard.filter(({ key, type }) => key === orderId && !INSIDE.includes(type));
    expect(about).toHaveLength(count);
    return about;
  });
const statusOf = async (service: SingleService, orderId: string): Promise<string> => {
  const { rows } = await service.pool.query<{ status: string }>(
    'SELECT status FROM shipments WHERE order_id = $1',
    [orderId],
  );
  return rows[0]?.status ?? 'none';
};
const untilStatus = (service: SingleService, orderId: string, status: string) =>
  eventually(async () => expect(await statusOf(service, orderId)).toBe(status));
const shipmentOf = async (service: SingleService, orderId: string) => {
  const { items } = await (
    await service.api(admin)
  ).get<{ items: { id: string; status: string }[] }>(`/v1/shipments?orderId=${orderId}`);
  return items[0]!;
};

const pick = async (service: SingleService, id: string, found: Readonly<Record<string, number>>) => {
  const lines = Object.entries(found).map(([sku, pieces]) => ({ sku, found: pieces }));
  const path = `/v1/shipments/${id}/pick`;
  return (await service.api(admin)).call<{ code?: string }>('POST', path, { body: { lines } });
};
const bookTwo = (service: SingleService, orderId: string) =>
  service.send(shippingBook, orderId, { orderId, customerId: 'ada', address, lines });
const statuses = async (service: SingleService, orderId: string): Promise<string[]> => {
  const text = 'SELECT status FROM shipments WHERE order_id = $1 ORDER BY parcel';
  const { rows } = await service.pool.query<{ status: string }>(text, [orderId]);
  return rows.map(({ status }) => status);
};
const untilStatuses = (service: SingleService, orderId: string, ...expected: string[]) =>
  eventually(async () => expect(await statuses(service, orderId)).toEqual(expected));

describe('an order from two houses', () => {
  it('is booked as two parcels, and each goes its way', async () => {
    const orderId = newOrder();
    const first = await bookTwo(swift, orderId);
    const [booked] = await said(swift, orderId, 1);
    const one = { shipmentId: first, carrier: 'Wayfarer', lines: [{ sku: 'TEA', quantity: 2 }] };
    const two = { shipmentId: `${first}-2`, carrier: 'Wayfarer', lines: [{ sku: 'MUG', quantity: 1 }] };
    expect(booked).toMatchObject({
      type: 'shipping.booked',
      data: { orderId, ...one, shipments: [one, two] },
    });
    await confirm(swift, orderId);
    const shipped = (await said(swift, orderId, 3)).slice(1);
    expect(shipped.map(({ data }) => data).sort(byId)).toMatchObject([one, { ...two, warehouse: 'north' }]);
    carrier.of(`${orderId}/2`).status = 'delivered';
    const [, , , delivered] = await said(swift, orderId, 4);
    expect(delivered).toMatchObject({ type: 'shipping.delivered', data: { shipmentId: `${first}-2` } });
    expect(await statuses(swift, orderId)).toEqual(['shipped', 'delivered']);
  });

  it('is booked all or none: what the carrier took is given back when it does not take the rest', async () => {
    const orderId = newOrder();
    carrier.refused.add(`${orderId}/2`);
    await bookTwo(swift, orderId);
    const [refused] = await said(swift, orderId, 1);
    const refusal = { code: 'CARRIER_REFUSED', detail: 'Too heavy.' };
    expect(refused).toMatchObject({ type: 'shipping.refused', data: { orderId, refusal } });
    await untilStatuses(swift, orderId, 'cancelled', 'refused');
    expect(carrier.of(orderId).status).toBe('cancelled');
    expect(await said(swift, orderId, 1)).toHaveLength(1);
  });

  it('is cancelled together, with one answer', async () => {
    const orderId = newOrder();
    await bookTwo(manual, orderId);
    await said(manual, orderId, 1);
    const cancellation = await cancel(manual, orderId);
    const [, cancelled] = await said(manual, orderId, 2);
    expect(cancelled).toMatchObject({ type: 'shipping.cancelled', causationId: cancellation });
    expect([carrier.of(orderId).status, carrier.of(`${orderId}/2`).status]).toEqual([
      'cancelled',
      'cancelled',
    ]);
  });

  it('goes on whole when the carrier had one of its parcels already: the other is booked anew', async () => {
    const orderId = newOrder();
    await bookTwo(manual, orderId);
    await said(manual, orderId, 1);
    carrier.of(`${orderId}/2`).status = 'dispatched';
    await cancel(manual, orderId);
    const answers = await said(manual, orderId, 4);
    expect(answers.map(({ type }) => type)).toEqual([
      'shipping.booked',
      'shipping.shipped',
      'shipping.cancellation-refused',
      'shipping.booked',
    ]);
    expect(await statuses(manual, orderId)).toEqual(['booked', 'shipped']);
    const bookings = [...carrier.bookings.values()].filter(({ reference }) => reference === orderId);
    expect(bookings.map(({ status }) => status)).toEqual(['cancelled', 'booked']);
  });
});

describe('the warehouse', () => {
  const inside = (service: SingleService, orderId: string, count: number) =>
    eventually(() => {
      const about = service.heard.filter(({ key, type }) => key === orderId && INSIDE.includes(type));
      expect(about).toHaveLength(count);
      return about;
    });

  it('picks, packs and labels in one step, because the order is confirmed', async () => {
    const orderId = newOrder();
    await book(swift, orderId);
    await said(swift, orderId, 1);
    await confirm(swift, orderId);
    const [, shipped] = await said(swift, orderId, 2);
    expect(shipped!.type).toBe('shipping.shipped');
    // No service acts on the steps in between, so they are not published.
    await inside(swift, orderId, 0);
  });

  it('publishes its steps when it prepares a shipment before the confirmation', async () => {
    const orderId = newOrder();
    const shipmentId = await prepare(swift, orderId, [{ sku: 'TEA', quantity: 2 }]);
    await said(swift, orderId, 1);
    const confirmation = await agree(swift, orderId);
    const [picked, packed, labelled] = await inside(swift, orderId, 3);
    const parcel = { orderId, shipmentId };
    const tea = [{ sku: 'TEA', quantity: 2 }];
    expect(picked).toMatchObject({ type: 'shipping.picked', causationId: confirmation });
    expect(picked!.data).toEqual({ ...parcel, warehouse: 'main', lines: tea, missing: [], settled: true });
    expect(packed).toMatchObject({ type: 'shipping.packed', causationId: confirmation });
    expect(packed!.data).toEqual({ ...parcel, lines: tea, settled: true });
    expect(labelled).toMatchObject({ type: 'shipping.labelled', causationId: confirmation });
    const { id, trackingNumber } = carrier.of(orderId);
    const label = expect.stringMatching(new RegExp(`/v1/bookings/${id}/label$`)) as unknown;
    expect(labelled!.data).toMatchObject({ ...parcel, trackingNumber, label });
  });

  it.each([
    { status: 'picked', type: shippingPicked, rest: ['shipping.packed', 'shipping.labelled'] },
    { status: 'packed', type: shippingPacked, rest: ['shipping.labelled'] },
  ])('continues what an instance of an earlier release has $status', async ({ status, type, rest }) => {
    const orderId = newOrder();
    const shipmentId = await book(manual, orderId);
    await said(manual, orderId, 1);
    await confirm(manual, orderId);
    await eventually(async () => {
      const set = `UPDATE shipments SET status = $2, choreographed = NULL WHERE order_id = $1 AND confirmed_at IS NOT NULL`;
      const updated = await manual.pool.query(set, [orderId, status]);
      expect(updated.rowCount).toBe(1);
    });
    const data = {
      orderId,
      shipmentId,
      warehouse: 'main',
      lines: [{ sku: 'TEA', quantity: 2 }],
      missing: [],
    };
    // A message of this release asks for nothing, and gets no claim.
    const settled = await manual.send(type, orderId, { ...data, settled: true });
    const earlier = await manual.send(type, orderId, data);
    const labelled = (await inside(manual, orderId, 2 + rest.length)).slice(2);
    expect(labelled.map((message) => message.type)).toEqual(rest);
    expect(new Set(labelled.map(({ causationId }) => causationId))).toEqual(new Set([earlier]));
    expect(await statuses(manual, orderId)).toEqual(['labelled']);
    const claims = 'SELECT message_id AS id FROM inbox WHERE message_id = ANY ($1)';
    expect((await manual.pool.query(claims, [[settled, earlier]])).rows).toEqual([{ id: earlier }]);
  });

  it('says what a pick did not find, and sends the rest', async () => {
    const orderId = newOrder();
    const shipmentId = await book(manual, orderId);
    await said(manual, orderId, 1);
    expect(await pick(manual, shipmentId, { TEA: 1 })).toMatchObject({
      body: { code: 'ORDER_NOT_CONFIRMED' },
    });
    await confirm(manual, orderId);
    await eventually(async () => expect((await pick(manual, shipmentId, { TEA: 1 })).status).toBe(200));
    // Asked again, it stays with what was found first.
    expect((await pick(manual, shipmentId, { TEA: 2 })).status).toBe(200);
    const one = [{ sku: 'TEA', quantity: 1 }];
    expect(await shipmentOf(manual, orderId)).toMatchObject({ status: 'labelled', lines: one });
    const [, shorted] = await said(manual, orderId, 2);
    expect(shorted!.data).toEqual({ orderId, shipmentId, warehouse: 'main', missing: one });
  });

  it('gives a parcel with nothing in it back to the carrier, and answers a cancellation that comes then', async () => {
    const orderId = newOrder();
    const shipmentId = await book(manual, orderId);
    await said(manual, orderId, 1);
    await confirm(manual, orderId);
    await eventually(async () => expect((await pick(manual, shipmentId, { TEA: 0 })).status).toBe(200));
    const cancellation = await cancel(manual, orderId);
    const [, shorted, cancelled] = await said(manual, orderId, 3);
    expect(shorted).toMatchObject({
      type: 'shipping.shorted',
      data: { missing: [{ sku: 'TEA', quantity: 2 }] },
    });
    expect(cancelled).toMatchObject({ type: 'shipping.cancelled', causationId: cancellation });
    expect(carrier.of(orderId).status).toBe('cancelled');
  });
});

function byId(one: unknown, other: unknown): number {
  const id = (data: unknown) => (data as { shipmentId: string }).shipmentId;
  return id(one) < id(other) ? -1 : 1;
}

describe('booking', () => {
  it('answers the command, and the same command again with what is on record', async () => {
    const orderId = newOrder();
    const first = await book(swift, orderId);
    await said(swift, orderId, 1);
    const second = await book(swift, orderId);
    const answers = await said(swift, orderId, 2);
    expect(answers.map(({ type, causationId }) => [type, causationId])).toEqual([
      ['shipping.booked', first],
      ['shipping.booked', second],
    ]);
    expect(answers[1]!.data).toEqual(answers[0]!.data);
    const { id, trackingNumber } = carrier.of(orderId);
    const shipment = {
      shipmentId: first,
      carrier: 'Wayfarer',
      trackingNumber: trackingNumber ?? `T-${id}`,
      eta: '2026-12-01T00:00:00Z',
      lines: [{ sku: 'TEA', quantity: 2 }],
    };
    expect(answers[0]!.data).toEqual({
      orderId,
      choreographed: false,
      shipments: [shipment],
      ...shipment,
    });
    expect(carrier.count('book', orderId)).toBe(1);
  });

  it('is one booking, however often its answer is lost', async () => {
    const orderId = newOrder();
    carrier.lost.set(`book ${orderId}`, 2);
    await book(swift, orderId);
    await said(swift, orderId, 1);
    expect(carrier.count('book', orderId)).toBe(3);
    expect([...carrier.bookings.values()].filter(({ reference }) => reference === orderId)).toHaveLength(1);
  });

  it.each([
    ['ZA', 'We do not deliver to ZA.', 1],
    ['KP', 'no carrier delivers to KP', 0],
  ])('is refused where no carrier goes, %s, and the address is forgotten', async (country, detail, calls) => {
    const orderId = newOrder();
    await book(swift, orderId, country);
    const [refused] = await said(swift, orderId, 1);
    expect(refused).toMatchObject({
      type: 'shipping.refused',
      data: { orderId, refusal: { code: 'COUNTRY_NOT_SERVED', detail } },
    });
    expect(carrier.count('book', orderId)).toBe(calls);
    const { rows } = await swift.pool.query('SELECT address FROM shipments WHERE order_id = $1', [orderId]);
    expect(rows).toEqual([{ address: null }]);
  });
});

describe('cancelling', () => {
  it('before the booking leaves a tombstone: the late booking books nothing', async () => {
    const orderId = newOrder();
    await cancel(swift, orderId);
    await said(swift, orderId, 1);
    const late = await book(swift, orderId);
    const answers = await said(swift, orderId, 2);
    expect(answers.map(({ type, data }) => [type, data])).toEqual([
      ['shipping.cancelled', { orderId, choreographed: false }],
      ['shipping.cancelled', { orderId, choreographed: false }],
    ]);
    expect(answers[1]!.causationId).toBe(late);
    expect(carrier.count('book', orderId)).toBe(0);
    expect(
      (await (await swift.api(admin)).get<{ items: [] }>(`/v1/shipments?orderId=${orderId}`)).items,
    ).toEqual([]);
  });

  it('while the booking is in flight is remembered and done when the truth is known', async () => {
    const orderId = newOrder();
    let open = (): void => {};
    carrier.gates.set(`book ${orderId}`, new Promise((resolve) => (open = resolve)));
    const first = await book(swift, orderId);
    await untilStatus(swift, orderId, 'booking');
    const cancellation = await cancel(swift, orderId);
    await untilStatus(swift, orderId, 'cancelling');
    await cancel(swift, orderId);
    open();
    const [cancelled] = await said(swift, orderId, 1);
    expect(cancelled).toMatchObject({
      type: 'shipping.cancelled',
      causationId: cancellation,
      data: { orderId, shipmentId: first },
    });
    expect(carrier.of(orderId).status).toBe('cancelled');
    expect(await statusOf(swift, orderId)).toBe('cancelled');
  });

  it('of a booked parcel cancels it with the carrier, and is answered again when asked again', async () => {
    const orderId = newOrder();
    await book(swift, orderId);
    await said(swift, orderId, 1);
    await cancel(swift, orderId);
    await said(swift, orderId, 2);
    await cancel(swift, orderId);
    const answers = await said(swift, orderId, 3);
    expect(answers.map(({ type }) => type)).toEqual([
      'shipping.booked',
      'shipping.cancelled',
      'shipping.cancelled',
    ]);
    expect(carrier.count('cancel', orderId)).toBe(1);
    // Its order's late confirmation dispatches nothing.
    await confirm(swift, orderId);
    await eventually(async () => {
      const { rows } = await swift.pool.query(`SELECT FROM effects WHERE key = $1`, [orderId]);
      expect(rows).toEqual([]);
      expect(await statusOf(swift, orderId)).toBe('cancelled');
    });
    expect(carrier.count('dispatch', orderId)).toBe(0);
  });

  it('loses against a dispatch that has begun, though the carrier has not answered yet', async () => {
    const orderId = newOrder();
    let open = (): void => {};
    carrier.gates.set(`dispatch ${orderId}`, new Promise((resolve) => (open = resolve)));
    await book(swift, orderId);
    await said(swift, orderId, 1);
    await confirm(swift, orderId);
    await untilStatus(swift, orderId, 'dispatching');
    await cancel(swift, orderId);
    const [, refused] = await said(swift, orderId, 2);
    expect(refused).toMatchObject({
      type: 'shipping.cancellation-refused',
      data: { orderId, refusal: { code: 'ALREADY_DISPATCHED' } },
    });
    open();
    expect((await said(swift, orderId, 3))[2]!.type).toBe('shipping.shipped');
    expect(carrier.count('cancel', orderId)).toBe(0);
  });

  it('is refused when the carrier was faster, and the parcel is shipped', async () => {
    const orderId = newOrder();
    await book(manual, orderId);
    await said(manual, orderId, 1);
    carrier.of(orderId).status = 'dispatched';
    await cancel(manual, orderId);
    const answers = await said(manual, orderId, 3);
    expect(answers.map(({ type }) => type)).toEqual([
      'shipping.booked',
      'shipping.shipped',
      'shipping.cancellation-refused',
    ]);
  });
});

describe('the confirmation of the order', () => {
  it('told twice dispatches once, and the parcel is followed to the door', async () => {
    const orderId = newOrder();
    await book(swift, orderId);
    await said(swift, orderId, 1);
    const confirmation = await confirm(swift, orderId);
    await confirm(swift, orderId);
    const [, shipped] = await said(swift, orderId, 2);
    expect(shipped).toMatchObject({ type: 'shipping.shipped', correlationId: confirmation });
    const { rows: left } = await swift.pool.query<{ at: Date }>(
      'SELECT shipped_at AS at FROM shipments WHERE order_id = $1',
      [orderId],
    );
    expect((shipped!.data as { shippedAt: string }).shippedAt).toBe(left[0]!.at.toISOString());
    carrier.of(orderId).status = 'delivered';
    carrier.of(orderId)['deliveredAt'] = '2026-11-30T10:00:00Z';
    const [, , delivered] = await said(swift, orderId, 3);
    expect(delivered).toMatchObject({
      type: 'shipping.delivered',
      data: { orderId, deliveredAt: '2026-11-30T10:00:00.000Z' },
    });
    expect(carrier.count('dispatch', orderId)).toBe(1);
    const { rows } = await swift.pool.query('SELECT address FROM shipments WHERE order_id = $1', [orderId]);
    expect(rows).toEqual([{ address: null }]);
  });

  it('without a shipment is put aside for a person', async () => {
    const orderId = newOrder();
    await confirm(swift, orderId);
    await eventually(async () => {
      const { rows } = await swift.pool.query('SELECT error_code FROM dead_letters WHERE key = $1', [
        orderId,
      ]);
      expect(rows).toEqual([{ error_code: 'SHIPMENT_UNKNOWN' }]);
    });
  });
});

describe('the preparation before the confirmation', () => {
  const types = (messages: readonly { readonly type: string }[]) => messages.map(({ type }) => type);

  it('picks, packs and labels once inventory agrees, answers the command once, and waits for the order', async () => {
    const orderId = newOrder();
    const command = await prepare(swift, orderId);
    const [request] = await said(swift, orderId, 1);
    expect(request).toMatchObject({
      type: 'shipping.pick-requested',
      data: {
        shipments: [
          { shipmentId: command, warehouse: 'main', lines: [{ sku: 'TEA', quantity: 2 }] },
          { shipmentId: `${command}-2`, warehouse: 'north', lines: [{ sku: 'MUG', quantity: 1 }] },
        ],
      },
    });
    await untilStatuses(swift, orderId, 'booked', 'booked');
    await agree(swift, orderId);
    await agree(swift, orderId);
    const [, prepared] = await said(swift, orderId, 2);
    expect(prepared).toMatchObject({
      type: 'shipping.prepared',
      causationId: command,
      data: { orderId, shipments: [{ shipmentId: command }, { shipmentId: `${command}-2` }], shorted: [] },
    });
    expect(await statuses(swift, orderId)).toEqual(['labelled', 'labelled']);
    const { rows } = await swift.pool.query('SELECT FROM effects WHERE key = $1', [orderId]);
    expect(rows).toEqual([]);
    await confirm(swift, orderId);
    expect(types((await said(swift, orderId, 4)).slice(2))).toEqual(['shipping.shipped', 'shipping.shipped']);
  });

  it('of what is booked already goes on from there, and of what is labelled answers at once', async () => {
    const orderId = newOrder();
    await bookTwo(swift, orderId);
    await said(swift, orderId, 1);
    const first = await prepare(swift, orderId);
    await said(swift, orderId, 2);
    await agree(swift, orderId);
    const [, , prepared] = await said(swift, orderId, 3);
    expect(prepared).toMatchObject({ type: 'shipping.prepared', causationId: first });
    const second = await prepare(swift, orderId);
    const [, , , again] = await said(swift, orderId, 4);
    expect(again).toMatchObject({ type: 'shipping.prepared', causationId: second, data: prepared!.data });
  });

  it('by hand waits for inventory, and says what was missing, also of a shipment with nothing in it', async () => {
    const orderId = newOrder();
    const command = await prepare(manual, orderId);
    await said(manual, orderId, 1);
    expect((await pick(manual, command, { TEA: 2 })).body.code).toBe('ORDER_NOT_CONFIRMED');
    await agree(manual, orderId);
    await eventually(async () => expect((await pick(manual, command, { TEA: 1 })).status).toBe(200));
    await untilStatuses(manual, orderId, 'labelled', 'booked');
    await pick(manual, `${command}-2`, { MUG: 0 });
    const messages = await said(manual, orderId, 4);
    expect(messages.find(({ type }) => type === 'shipping.prepared')).toMatchObject({
      causationId: command,
      data: {
        shipments: [{ shipmentId: command, lines: [{ sku: 'TEA', quantity: 1 }] }],
        shorted: [
          { shipmentId: command, missing: [{ sku: 'TEA', quantity: 1 }] },
          { shipmentId: `${command}-2`, missing: [{ sku: 'MUG', quantity: 1 }] },
        ],
      },
    });
  });

  it('is refused with one answer, and cancelled at any step of it', async () => {
    const [refused, cancelled] = [newOrder(), newOrder()];
    carrier.refused.add(`${refused}/2`);
    const command = await prepare(swift, refused);
    expect(await said(swift, refused, 1)).toMatchObject([{ type: 'shipping.refused', causationId: command }]);
    await untilStatuses(swift, refused, 'cancelled', 'refused');
    await prepare(swift, cancelled);
    await said(swift, cancelled, 1);
    await agree(swift, cancelled);
    await said(swift, cancelled, 2);
    await cancel(swift, cancelled);
    expect(types(await said(swift, cancelled, 3))).toEqual([
      'shipping.pick-requested',
      'shipping.prepared',
      'shipping.cancelled',
    ]);
  });
});

describe('the webhook', () => {
  const tell = async (event: object, secret = SECRET) => {
    const body = JSON.stringify(event);
    const t = Math.floor(Date.now() / 1_000);
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'carrier-signature': `t=${t},v1=${v1}` };
    return (await manual.api()).call<{ code?: string }>('POST', '/v1/webhooks/carrier', { body, headers });
  };

  it('tells of the journey, in any order and as often as it likes', async () => {
    const orderId = newOrder();
    const correlationId = randomUUID();
    await manual.send(
      shippingBook,
      orderId,
      { orderId, customerId: 'ada', address, lines: [{ sku: 'TEA', quantity: 2 }] },
      { correlationId },
    );
    await said(manual, orderId, 1);
    const about = { bookingId: carrier.of(orderId).id, reference: orderId };
    const delivered = { id: randomUUID(), type: 'delivered', ...about, at: '2026-11-30T10:00:00Z' };
    const dispatched = { id: randomUUID(), type: 'dispatched', ...about, at: '2026-11-29T10:00:00Z' };
    const statuses = [];
    for (const event of [delivered, dispatched, delivered, { ...delivered, id: randomUUID() }])
      statuses.push((await tell(event)).status);
    expect(statuses).toEqual([204, 204, 204, 204]);
    // Only the first one says something new.
    const keys = `SELECT scope FROM idempotency_keys WHERE scope = ANY ($1)`;
    const scopes = [delivered, dispatched].map(({ id }) => `carrier-event|${id}`);
    expect((await manual.pool.query(keys, [scopes])).rows).toEqual([{ scope: scopes[0] }]);
    const messages = await said(manual, orderId, 3);
    expect(messages.map(({ type, correlationId: told }) => [type, told])).toEqual([
      ['shipping.booked', correlationId],
      ['shipping.shipped', correlationId],
      ['shipping.delivered', correlationId],
    ]);
  });

  it('believes nobody else, and leaves alone what it does not know', async () => {
    const event = {
      id: 'evt_x',
      type: 'delivered',
      bookingId: 'bkg_x',
      reference: newOrder(),
      at: '2026-11-30T10:00:00Z',
    };
    expect(await tell(event, 'another-secret-altogether')).toMatchObject({
      status: 401,
      body: { code: 'SIGNATURE_INVALID' },
    });
    expect((await tell(event)).status).toBe(204);
    expect((await tell({ id: 'evt_y' })).body.code).toBe('VALIDATION_FAILED');
  });
});

describe('the HTTP surface', () => {
  it('shows customers their own shipments and admins all, in pages', async () => {
    const orders = [newOrder(), newOrder(), newOrder()];
    for (const orderId of orders) {
      await book(manual, orderId);
      await said(manual, orderId, 1);
    }
    const ada = await manual.api({ sub: 'ada' });
    const eve = await manual.api({ sub: 'eve' });
    type Page = { items: { orderId: string }[]; nextCursor: string | null };
    expect((await ada.get<Page>(`/v1/shipments?orderId=${orders[0]}`)).items).toMatchObject([
      { orderId: orders[0], customerId: 'ada', status: 'booked' },
    ]);
    expect((await eve.get<Page>(`/v1/shipments?orderId=${orders[0]}`)).items).toEqual([]);
    const first = await ada.get<Page>('/v1/shipments?limit=2');
    const second = await ada.get<Page>(`/v1/shipments?limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ orderId }) => orderId)).toEqual(orders.toReversed());
    const elsewhere = await manual.api({ ...admin, tenant: 'another' });
    expect((await elsewhere.get<Page>('/v1/shipments')).items).toEqual([]);
    const nonsense = Buffer.from('["yesterday","x"]').toString('base64url');
    expect((await ada.call('GET', `/v1/shipments?cursor=${nonsense}`)).status).toBe(400);
  });

  it('dispatches and delivers by hand, for admins, as often as they ask', async () => {
    const orderId = newOrder();
    await book(manual, orderId);
    await said(manual, orderId, 1);
    const { id } = await shipmentOf(manual, orderId);
    const post = async (path: string, claims: { sub: string; admin?: boolean } = admin) => {
      const api = await manual.api(claims);
      const { status, body } = await api.call<{ code?: string; status?: unknown }>('POST', path);
      return [status, body.code ?? body.status];
    };
    expect(await post(`/v1/shipments/${id}/dispatch`, { sub: 'ada' })).toEqual([403, 'FORBIDDEN']);
    expect(await post(`/v1/shipments/${newOrder()}/dispatch`)).toEqual([404, 'NOT_FOUND']);
    expect(await post(`/v1/shipments/${id}/dispatch`)).toEqual([409, 'ORDER_NOT_CONFIRMED']);
    expect(await post(`/v1/shipments/${id}/deliver`)).toEqual([409, 'NOT_SHIPPED']);
    await confirm(manual, orderId);
    await eventually(async () =>
      expect(await pick(manual, id, { TEA: 2 })).toMatchObject({ status: 200, body: { status: 'labelled' } }),
    );
    await eventually(async () =>
      expect(await post(`/v1/shipments/${id}/dispatch`)).toEqual([202, 'dispatching']),
    );
    await said(manual, orderId, 2);
    expect(await post(`/v1/shipments/${id}/dispatch`)).toEqual([202, 'shipped']);
    expect(await post(`/v1/shipments/${id}/deliver`)).toEqual([200, 'delivered']);
    expect(await post(`/v1/shipments/${id}/deliver`)).toEqual([200, 'delivered']);
    expect((await said(manual, orderId, 3)).map(({ type }) => type)).toEqual([
      'shipping.booked',
      'shipping.shipped',
      'shipping.delivered',
    ]);
    expect(carrier.count('dispatch', orderId)).toBe(1);
  });
});
