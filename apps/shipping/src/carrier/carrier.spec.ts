import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { carrierAt } from './carrier-at.js';
import type { Carrier } from './carrier.js';

const clock = { now: () => new Date('2026-03-01T12:00:00Z') };
const address = { name: 'Ada', line1: 'Main St 1', city: 'Graz', postalCode: '8010', country: 'AT' };
const request = { key: 'shipment-1', reference: 'order-1', address, lines: [{ sku: 'TEA', quantity: 2 }] };
const theirs = {
  id: 'bkg_1',
  carrier: 'Wayfarer',
  trackingNumber: 'WF1',
  eta: '2026-03-03T12:00:00Z',
  status: 'booked',
};
const ours = { bookingId: 'bkg_1', carrier: 'Wayfarer', trackingNumber: 'WF1', eta: '2026-03-03T12:00:00Z' };

const WEBHOOK = 'http://shipping.example/v1/webhooks/carrier';

describe('the carrier over HTTP', () => {
  const answers: [status: number, body: unknown][] = [];
  const asked: { line: string; key: string | undefined; body: string }[] = [];
  let server: Server;
  let carrier: Carrier;
  let url: string;
  const label = () => `${url}v1/bookings/bkg_1/label`;

  beforeAll(async () => {
    server = createServer((call, response) => {
      void text(call).then((body) => {
        asked.push({
          line: `${call.method} ${call.url}`,
          key: call.headers['idempotency-key']?.toString(),
          body,
        });
        const [status, answer] = answers.shift() ?? [500, {}];
        response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    carrier = carrierAt({ CARRIER_URL: url, CARRIER_WEBHOOK_URL: WEBHOOK }, clock);
  });
  beforeEach(() => void (answers.length = asked.length = 0));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('books under the key of the shipment, and says where to send news', async () => {
    answers.push([201, { ...theirs, address, bookedAt: 'then' }]);
    expect(await carrier.book(request)).toEqual({ booking: { ...ours, label: label(), status: 'booked' } });
    const { key: _, ...sent } = request;
    expect(asked).toMatchObject([{ line: 'POST /v1/bookings', key: 'shipment-1' }]);
    expect(JSON.parse(asked[0]!.body)).toEqual({ ...sent, webhookUrl: WEBHOOK });
  });

  it.each([
    [422, 'COUNTRY_NOT_SERVED', 'COUNTRY_NOT_SERVED'],
    [422, 'COUNTRY_UNKNOWN', 'COUNTRY_NOT_SERVED'],
    [400, 'INVALID_REQUEST', 'CARRIER_REFUSED'],
  ])('translates %d %s to the refusal %s', async (status, code, expected) => {
    answers.push([status, { code, message: 'because' }]);
    expect(await carrier.book(request)).toEqual({ refusal: { code: expected, detail: 'because' } });
  });

  it('finds its booking again when only the settings changed under the key', async () => {
    answers.push([422, { code: 'IDEMPOTENCY_KEY_REUSED', message: '' }], [200, { items: [theirs] }]);
    expect(await carrier.book(request)).toEqual({ booking: { ...ours, label: label(), status: 'booked' } });
    expect(asked[1]!.line).toBe('GET /v1/bookings?reference=order-1');
  });

  it('answers a cancellation that came too late with where the parcel is', async () => {
    const dispatchedAt = '2026-03-01T12:00:00.000Z';
    answers.push(
      [409, { code: 'ALREADY_DISPATCHED' }],
      [200, { ...theirs, status: 'dispatched', dispatchedAt }],
    );
    const late = { ...ours, label: label(), status: 'dispatched', dispatchedAt: new Date(dispatchedAt) };
    expect(await carrier.cancel('bkg_1')).toEqual(late);
  });

  it.each([
    ['a failure', 500, { code: 'INTERNAL_ERROR', message: '' }],
    ['a login page', 200, '<html>'],
    ['another shape', 200, { ...theirs, status: 'lost' }],
    ['a contradiction', 409, { code: 'ALREADY_CANCELLED', message: '' }],
  ])('takes %s for no answer, so that it is asked again', async (_, status, body) => {
    answers.push([status, body], [status, body]);
    await expect(carrier.dispatch('bkg_1')).rejects.toThrow();
    await expect(carrier.book(request)).rejects.toThrow();
  });
});

describe('the carrier inside the process', () => {
  const carrier = carrierAt({ CARRIER_URL: 'memory://' }, clock);

  it('makes one booking of one key, and delivers when asked', async () => {
    const answer = await carrier.book(request);
    expect(await carrier.book(request)).toEqual(answer);
    const { bookingId } = (answer as { booking: { bookingId: string } }).booking;
    expect((await carrier.dispatch(bookingId)).status).toBe('dispatched');
    expect((await carrier.track(bookingId)).status).toBe('delivered');
    expect((await carrier.cancel(bookingId)).status).toBe('cancelled');
  });

  it('does not go everywhere', async () => {
    const refused = await carrier.book({ ...request, address: { ...address, country: 'KP' } });
    expect(refused).toMatchObject({ refusal: { code: 'COUNTRY_NOT_SERVED' } });
  });
});
