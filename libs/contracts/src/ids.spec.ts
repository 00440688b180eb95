import { describe, expect, it } from '@jest/globals';
import type { DataOf, Money } from '@waybill/kernel';
import { money, times } from '@waybill/kernel';
import type { CustomerId, OrderId, Quantity, ShipmentId, Sku } from './ids.js';
import { shippingBook, shippingPicked } from './index.js';

const nameOrder = (orderId: OrderId): string => orderId;
const nameCustomer = (customerId: CustomerId): string => customerId;
const nameShipment = (orderId: OrderId, shipmentId: ShipmentId): string => `${orderId}/${shipmentId}`;
const countUnits = (sku: Sku, quantity: Quantity): string => `${quantity} ${sku}`;

const book: DataOf<typeof shippingBook> = shippingBook.parse(shippingBook.example);
const picked: DataOf<typeof shippingPicked> = shippingPicked.parse(shippingPicked.example);
const price: Money = money(899, 'EUR');

/** `npm run typecheck` fails where a line below `@ts-expect-error` compiles. */
describe('ids and quantities', () => {
  it('of messages go where they are meant', () => {
    const { orderId, customerId, lines } = book;
    const [{ sku, quantity } = { sku: 'none', quantity: 0 }] = lines;
    expect([nameOrder(orderId), nameCustomer(customerId), countUnits(sku, quantity)]).toEqual([
      orderId,
      'ada',
      '2 TEA-EARL',
    ]);
    expect(times(price, quantity)).toEqual(money(1798, 'EUR'));
  });

  it('do not compile where another is meant', () => {
    const { orderId, customerId, lines } = book;
    // @ts-expect-error: an order is not a customer
    nameCustomer(orderId);
    // @ts-expect-error: nor a customer an order
    nameOrder(customerId);
    // @ts-expect-error: two ids in the wrong order
    nameShipment(picked.shipmentId, picked.orderId);
    for (const { sku, quantity } of lines) {
      // @ts-expect-error: an order id instead of a SKU
      countUnits(orderId, quantity);
      // @ts-expect-error: a price instead of a quantity
      countUnits(sku, price.amount);
      // @ts-expect-error: a quantity instead of a price
      money(quantity, 'EUR');
    }
    // @ts-expect-error: a message with its ids mixed up
    const mixed: DataOf<typeof shippingBook> = { ...book, customerId: orderId };
    expect(mixed.customerId).toBe(orderId);
  });

  it('need no cast where they come from a text or a number', () => {
    expect(countUnits('MUG', 2)).toBe('2 MUG');
  });
});
