import { describe, expect, it } from '@jest/globals';
import { orderPlaced } from './order.js';
import { shippingBooked } from './shipping.js';

describe('order.placed of version 1', () => {
  const { fulfilment: _, ...placed } = orderPlaced.example;

  it('is orchestrated without a payment method, and choreographed with one', () => {
    const paid = { ...placed, paymentMethod: 'pm_card_visa' };
    expect(orderPlaced.parse(placed, 1)).toEqual({ ...placed, fulfilment: 'orchestrated' });
    expect(orderPlaced.parse(paid, 1)).toEqual({ ...paid, fulfilment: 'choreographed' });
  });

  it.each(['orchestrated', 'choreographed', 'hybrid'] as const)(
    'becomes a version 2 that says %s',
    (mode) => {
      expect(orderPlaced.parse({ ...placed, fulfilment: mode }).fulfilment).toBe(mode);
    },
  );
});

describe('shipping.booked of version 1', () => {
  const tracked = { carrier: 'Wayfarer', trackingNumber: 'T1', eta: '2026-11-23' };
  const one = { shipmentId: 's-1', ...tracked, lines: [{ sku: 'TEA', quantity: 2 }] };
  const two = { shipmentId: 's-2', ...tracked, lines: [{ sku: 'MUG', quantity: 1 }] };
  const flat = { orderId: 'order-1', ...one };

  it('is a list of one where it names no list', () => {
    expect(shippingBooked.parse(flat, 1)).toEqual({ ...flat, shipments: [one] });
    expect(shippingBooked.parse({ ...flat, shipments: [] }, 1)).toEqual({ ...flat, shipments: [one] });
  });

  it('keeps its list of several', () => {
    const several = { ...flat, shipments: [one, two] };
    expect(shippingBooked.parse(several, 1)).toEqual(several);
  });

  it('is refused in version 2 with an empty list', () => {
    expect(() => shippingBooked.parse({ ...flat, shipments: [] })).toThrow(
      'not a shipping.booked of version 2: /shipments:',
    );
  });
});
