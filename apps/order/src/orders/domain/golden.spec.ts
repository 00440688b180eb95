import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { fold, newestVersion, upcast } from '@waybill/kernel';
import { type OrderState, evolve, initialOrder } from './order-state.js';
import type { OrderEvent } from './order.events.js';
import { orderUpcasters } from './order.upcasters.js';

/** Orders as they were once stored, and the state that they are. These files are added to and never edited. */
interface Golden {
  readonly events: readonly {
    readonly type: OrderEvent['type'];
    readonly schemaVersion: number;
    readonly data: unknown;
    readonly at: string;
  }[];
  readonly state: OrderState;
}

/** Every type that there is: compiling fails when one is missing. */
const TYPES: Record<OrderEvent['type'], true> = {
  'order.drafted': true,
  'order.item-added': true,
  'order.item-removed': true,
  'order.draft-discarded': true,
  'order.shipping-address-changed': true,
  'order.placed': true,
  'order.lines-change-requested': true,
  'order.lines-changed': true,
  'order.lines-change-refused': true,
  'order.stock-reserved': true,
  'order.payment-authorized': true,
  'order.shipment-booked': true,
  'order.payment-captured': true,
  'order.confirmed': true,
  'order.rejected': true,
  'order.refunded': true,
  'order.cancellation-requested': true,
  'order.cancellation-refused': true,
  'order.cancelled': true,
  'order.shipped': true,
  'order.shorted': true,
  'order.parcel-delivered': true,
  'order.delivered': true,
  'order.return-requested': true,
  'order.return-received': true,
  'order.return-completed': true,
};

const folder = new URL('./golden/', import.meta.url);
const goldens = readdirSync(folder).map((file) => ({
  file,
  ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden),
}));

describe('a stored order', () => {
  it.each(goldens)('is for ever what it was: $file', ({ events, state }) => {
    const newest = events.map(
      ({ type, schemaVersion, data, at }) =>
        ({ type, data: upcast(orderUpcasters, type, schemaVersion, data), at: new Date(at) }) as OrderEvent,
    );
    expect(fold(evolve, initialOrder, newest)).toEqual(state);
  });

  it.each(Object.keys(TYPES))('has a sample of every version of %s', (type) => {
    const versions = goldens
      .flatMap(({ events }) => events.filter((event) => event.type === type))
      .map(({ schemaVersion }) => schemaVersion);
    const all = Array.from({ length: newestVersion(orderUpcasters, type) }, (_, index) => index + 1);
    expect([...new Set(versions)].sort()).toEqual(all);
  });
});
