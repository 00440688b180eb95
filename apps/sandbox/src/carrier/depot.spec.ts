import { describe, expect, it } from '@jest/globals';
import { fixedWorld } from '../fixed-world.js';
import { type Entry, memoryJournal } from '../journal.js';
import type { BookingRequest } from './booking.js';
import { Depot, type DepotOptions } from './depot.js';

const address = { name: 'Ada', line1: 'Main St 1', city: 'Graz', postalCode: '8010', country: 'AT' };

function request(reference: string): BookingRequest {
  return { reference, carrier: 'Wayfarer Parcels', address };
}

function depot(options: Partial<DepotOptions> = {}): Depot {
  const webhooks = { announce: () => {}, stop: () => {} };
  return new Depot({
    world: fixedWorld(),
    journal: memoryJournal,
    webhooks,
    deliversAfter: 'manual',
    ...options,
  });
}

describe('the depot', () => {
  it('keeps the newest bookings, and of a dropped one nothing', () => {
    const bookings = depot({ bookings: 2 });
    for (const n of [1, 2, 3]) bookings.book(`key-${n}`, request(n < 3 ? 'order-1' : 'order-2'));
    expect(bookings.list(undefined).map(({ reference }) => reference)).toEqual(['order-1', 'order-2']);
    expect(bookings.list('order-1')).toHaveLength(1);
    expect(bookings.book('key-2', request('order-1'))[1]).toBe('known');
    expect(bookings.book('key-1', request('order-1'))[1]).toBe('new');
  });

  it('knows the request of a key again that an earlier version kept as JSON', () => {
    const written: Entry[] = [];
    const journal = {
      ...memoryJournal,
      append: (entries: readonly Entry[]) => void written.push(...entries),
    };
    const [booking] = depot({ journal }).book('key-1', request('order-1'));
    const value = { ...(written[0]?.value as object), request: JSON.stringify(request('order-1')) };
    const again = depot({
      journal: { ...memoryJournal, restored: () => [{ kind: 'booking', id: booking.id, value }] },
    });
    expect(again.book('key-1', request('order-1'))).toEqual([booking, 'known']);
    expect(() => again.book('key-1', request('order-2'))).toThrow(/belongs to another request/);
  });
});
