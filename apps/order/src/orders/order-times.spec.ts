import { describe, expect, it } from '@jest/globals';
import { money } from '@waybill/kernel';
import fc from 'fast-check';
import { Order } from './domain/order.js';
import type { OrderEvent } from './domain/order.events.js';
import { project } from './order-summary.js';
import { viewOf } from './order-view.js';

const START = Date.parse('2026-11-21T10:00:00Z');
const id = '01936f00-0000-7000-8000-000000000001';
const iso = (ms: number): string => new Date(START + ms).toISOString();

/** Where a shipment was when, by the clocks of the services that know it. Undefined: the service is of a release that says no time. */
interface Journey {
  readonly shippedAt: number | undefined;
  readonly deliveredAt: number;
}
interface Heard {
  readonly shipment: number;
  readonly what: 'shipped' | 'delivered';
  /** The clock of the order service. */
  readonly at: number;
}

const booked = (shipments: number): Order => {
  const at = new Date(START);
  const lines = Array.from({ length: shipments }, (_, nr) => ({
    sku: `S-${nr}`,
    name: 'Mug',
    quantity: 1,
    unitPrice: money(1_000, 'EUR'),
  }));
  const terms = { customerId: 'ada', contact: id, charges: [], paymentMethod: 'pm_card_visa' };
  const order = Order.place(id, { ...terms, lines, fulfilment: 'orchestrated' }, at);
  const parcels = lines.map(({ sku, quantity }, nr) => ({ ...tracking(nr), lines: [{ sku, quantity }] }));
  order.stockReserved(at);
  order.paymentAuthorized('p-1', at);
  order.shipmentBooked({ shipments: parcels }, at);
  return order;
};
const paid = (shipments: number): Order => {
  const order = booked(shipments);
  order.confirm(new Date(START), { paymentId: 'p-1' });
  return order;
};
const tracking = (nr: number) => ({
  shipmentId: `s-${nr}`,
  carrier: 'Swift',
  trackingNumber: `T${nr}`,
  eta: '2026-11-23',
});

/** The view after each event, in batches of one event and of all at once. */
function viewsOf({ recorded, state }: Order): ReturnType<typeof viewOf>[] {
  const after = { id, tenant: 'default', state };
  const rows: ReturnType<typeof project>[] = [];
  recorded.forEach((event: OrderEvent, index) => {
    rows.push(project(rows.at(-1), { ...after, version: index + 1 }, [event]));
  });
  return [...rows, project(undefined, { ...after, version: recorded.length }, recorded)].map((row) =>
    viewOf(row, undefined),
  );
}

const clock = fc.integer({ min: -60_000, max: 86_400_000 });
const life = fc
  .array(fc.record({ shippedAt: fc.option(clock, { nil: undefined }), deliveredAt: clock }), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((journeys) => {
    const heard = journeys.flatMap((_, shipment) =>
      (['shipped', 'delivered'] as const).map((what) =>
        fc.record({ shipment: fc.constant(shipment), what: fc.constant(what), at: clock }),
      ),
    );
    return fc.record({
      journeys: fc.constant(journeys),
      // Each message twice, in any order: redelivered, parked and redriven.
      heard: fc
        .tuple(...heard, ...heard)
        .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    });
  });

/** Captured when the order is confirmed, or in a step before. */
function confirmed(capturedAt: number | undefined, isLast: boolean): Order {
  const order = booked(1);
  const capture = { paymentId: 'p-1', ...(capturedAt !== undefined && { capturedAt: iso(capturedAt) }) };
  if (!isLast) order.paymentCaptured(capture, new Date(START + 8_000));
  order.confirm(new Date(START + 9_000), isLast ? capture : undefined);
  return order;
}

function lived(journeys: readonly Journey[], heard: readonly Heard[]): Order {
  const order = paid(journeys.length);
  for (const { shipment, what, at } of heard) {
    const { shippedAt, deliveredAt } = journeys[shipment]!;
    const now = new Date(START + at);
    if (what === 'delivered') order.delivered(`s-${shipment}`, iso(deliveredAt), now);
    else
      order.shipped(
        { ...tracking(shipment), ...(shippedAt !== undefined && { shippedAt: iso(shippedAt) }) },
        now,
      );
  }
  return order;
}

describe('the times of an order', () => {
  it('never show a delivery before its dispatch, whatever the clocks say and in whatever order messages arrive', () => {
    fc.assert(
      fc.property(life, ({ journeys, heard }) => {
        for (const { shippedAt, deliveredAt } of viewsOf(lived(journeys, heard)))
          if (deliveredAt !== undefined)
            expect([deliveredAt, Date.parse(shippedAt!) <= Date.parse(deliveredAt)]).toEqual([
              deliveredAt,
              true,
            ]);
      }),
      { numRuns: 300 },
    );
  });

  it('have the arrival of the latest shipment as the delivery, in whatever order messages arrive', () => {
    fc.assert(
      fc.property(life, ({ journeys, heard }) => {
        const { status, deliveredAt } = viewsOf(lived(journeys, heard)).at(-1)!;
        const latest = Math.max(...journeys.map((journey) => journey.deliveredAt));
        expect([status, deliveredAt]).toEqual([status, status === 'DELIVERED' ? iso(latest) : undefined]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['of payment', 7_000, 7_000],
    ['of the confirmation, if payment’s clock is ahead', 10_000, 9_000],
    ['of the confirmation, if an earlier release stored no other', undefined, 9_000],
  ])('have the time %s as that of the capture', (_, capturedAt, paidAt) => {
    for (const isLast of [true, false])
      for (const view of viewsOf(confirmed(capturedAt, isLast)).filter(({ confirmedAt }) => confirmedAt))
        expect(view).toMatchObject({ status: 'CONFIRMED', paidAt: iso(paidAt), confirmedAt: iso(9_000) });
  });

  it('are those of the services that know them, and not the times at which the order service heard', () => {
    const journeys = [
      { shippedAt: 3_000, deliveredAt: 9_000 },
      { shippedAt: 2_000, deliveredAt: 8_000 },
    ];
    const heard = [
      { shipment: 0, what: 'shipped', at: 50_000 },
      { shipment: 1, what: 'shipped', at: 50_001 },
      { shipment: 1, what: 'delivered', at: 50_002 },
      { shipment: 0, what: 'delivered', at: 50_003 },
    ] as const;
    expect(viewsOf(lived(journeys, heard)).at(-1)).toMatchObject({
      status: 'DELIVERED',
      shippedAt: iso(2_000),
      deliveredAt: iso(9_000),
    });
  });

  it('are those of the event where an earlier release stored no other', () => {
    const heard = [{ shipment: 0, what: 'shipped', at: 5_000 }] as const;
    expect(viewsOf(lived([{ shippedAt: undefined, deliveredAt: 0 }], heard)).at(-1)).toMatchObject({
      shippedAt: iso(5_000),
    });
  });
});
