import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FixedWorld, fixedWorld } from '../fixed-world.js';
import { type Sandbox, startSandbox } from '../sandbox.app.js';
import type { Booking } from './booking.js';

const address = { name: 'Ada', line1: 'Main St 1', city: 'Graz', postalCode: '8010', country: 'AT' };
const request = { reference: 'order-1', address, lines: [{ sku: 'TEA', quantity: 2 }] };

let world: FixedWorld;
let sandbox: Sandbox;

beforeEach(async () => {
  world = fixedWorld();
  sandbox = await startSandbox({ world });
});
afterEach(() => sandbox.close());

async function call(path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`http://127.0.0.1:${sandbox.ports.carrier}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...headers },
  });
  const replayed = response.headers.get('idempotent-replayed');
  return { status: response.status, replayed, body: (await response.json()) as Booking & { code?: string } };
}

const book = async () => (await call('/v1/bookings', request)).body.id;

describe('the carrier', () => {
  it('books a parcel', async () => {
    const { status, body } = await call('/v1/bookings', request);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: 'bkg_1',
      reference: 'order-1',
      carrier: 'Wayfarer Parcels',
      trackingNumber: 'WF2',
      eta: '2026-03-03T12:00:00.000Z',
      status: 'booked',
      address,
      bookedAt: '2026-03-01T12:00:00.000Z',
    });
  });

  it('books once for each key, and answers with the booking as it is now', async () => {
    const id = await book();
    await call(`/v1/bookings/${id}/dispatch`, {});
    expect(await call('/v1/bookings', request)).toMatchObject({
      status: 201,
      replayed: 'true',
      body: { id, status: 'dispatched' },
    });
    const other = await call('/v1/bookings', request, { 'idempotency-key': 'another' });
    expect(other.body.id).not.toBe(id);
  });

  it('refuses another request under the same key', async () => {
    await book();
    const other = await call('/v1/bookings', { ...request, address: { ...address, city: 'Wien' } });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it.each([
    ['KP', 422, 'COUNTRY_NOT_SERVED'],
    ['AQ', 422, 'COUNTRY_NOT_SERVED'],
    ['XX', 422, 'COUNTRY_UNKNOWN'],
    ['at', 422, 'COUNTRY_UNKNOWN'],
  ])('refuses a parcel to %s', async (country, status, code) => {
    const refusal = await call('/v1/bookings', { ...request, address: { ...address, country } });
    expect(refusal).toMatchObject({ status, body: { code } });
  });

  it('refuses a booking without an address', async () => {
    const refusal = await call('/v1/bookings', { reference: 'order-1' });
    expect(refusal).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });

  it('cancels until it dispatches, quietly when asked again', async () => {
    const id = await book();
    expect(await call(`/v1/bookings/${id}/cancel`, {})).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    expect(await call(`/v1/bookings/${id}/cancel`, {})).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    expect(await call(`/v1/bookings/${id}/dispatch`, {})).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_CANCELLED' },
    });
  });

  it('refuses to cancel what is dispatched', async () => {
    const id = await book();
    const dispatched = await call(`/v1/bookings/${id}/dispatch`, {});
    expect(await call(`/v1/bookings/${id}/dispatch`, {})).toEqual(dispatched);
    expect(await call(`/v1/bookings/${id}/cancel`, {})).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_DISPATCHED' },
    });
  });

  it('delivers two seconds after the dispatch', async () => {
    const id = await book();
    await call(`/v1/bookings/${id}/dispatch`, {});
    world.elapse(1_999);
    expect((await call(`/v1/bookings/${id}`)).body.status).toBe('dispatched');
    world.elapse(1);
    expect((await call(`/v1/bookings/${id}`)).body).toMatchObject({
      status: 'delivered',
      dispatchedAt: '2026-03-01T12:00:00.000Z',
      deliveredAt: '2026-03-01T12:00:02.000Z',
    });
  });

  it('does not know other bookings', async () => {
    expect(await call('/v1/bookings/bkg_0')).toMatchObject({
      status: 404,
      body: { code: 'BOOKING_NOT_FOUND' },
    });
  });

  it('delivers after a restart what was on its way', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carrier-'));
    try {
      const dataFile = join(folder, 'sandbox.jsonl');
      await sandbox.close();
      sandbox = await startSandbox({ world, dataFile });
      const id = await book();
      await call(`/v1/bookings/${id}/dispatch`, {});
      await sandbox.close();
      sandbox = await startSandbox({ world, dataFile });
      world.elapse(2_000);
      expect((await call(`/v1/bookings/${id}`)).body.status).toBe('delivered');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
