import type { FulfilmentMode } from '../orders/domain/fulfilment-mode.js';
import { type Life, amount, lines, more, payment, refusal, shipment } from './life.fixture.js';

export interface LifeStory {
  readonly mode?: FulfilmentMode;
  readonly live: (life: Life) => Promise<void>;
}

const refused = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

/** Orders that together receive every command and every message. */
export const LIVES: Readonly<Record<string, LifeStory>> = {
  'changed, delivered and returned': {
    async live(life) {
      await life.place();
      await life.move();
      await life.answer('reserve', 'inventory.reserved', { lines });
      await life.changeLines();
      await life.answer('authorize', 'payment.authorized', payment);
      await life.answer(life.itemOf('change-stock'), 'inventory.reserved', { lines: more });
      await life.answer(life.itemOf('change-payment'), 'payment.authorized', payment);
      const booked = { ...shipment, lines: more };
      await life.answer('book', 'shipping.booked', { ...booked, shipments: [booked] });
      await refused(life.changeLines());
      await life.answer('capture', 'payment.captured', payment);
      await life.send('shipping.shorted', {
        shipmentId: 's-1',
        warehouse: 'main',
        missing: [{ sku: 'MUG', quantity: 1 }],
      });
      await life.answer(life.itemOf('refund'), 'payment.refunded', {
        amount: { amount: 1_250, currency: 'EUR' },
        refund: { reason: 'short-pick', subject: 's-1' },
      });
      await life.send('shipping.shipped', shipment);
      await refused(life.cancel());
      await life.send('shipping.delivered', { shipmentId: 's-1', deliveredAt: '2026-11-23T10:00:00.000Z' });
      await life.return();
      await life.answer(life.itemOf('restock'), 'inventory.restocked', { lines: [] });
      await life.answer(life.itemOf('refund'), 'payment.refunded', {
        amount: { amount: 1_250, currency: 'EUR' },
        refund: { reason: 'return', subject: `${life.orderId}-return-1` },
      });
    },
  },
  'a draft that waits for stock and is declined': {
    async live(life) {
      await life.draft();
      await refused(life.removeItem(1));
      await life.answer('reserve', 'inventory.backordered', {});
      await life.wake();
      await life.operate('RetrySaga');
      await life.answer('reserve', 'inventory.reserved', { lines });
      await life.answer('authorize', 'payment.declined', { refusal });
      await life.answer('undo reserve', 'inventory.released', { lines });
    },
  },
  'an import without stock': {
    async live(life) {
      await life.import();
      await life.answer('reserve', 'inventory.reservation-failed', {
        shortages: [{ sku: 'MUG', available: 0 }],
      });
      await refused(life.cancel());
    },
  },
  'cancelled while it is booked': {
    async live(life) {
      await life.place();
      await life.answer('reserve', 'inventory.reserved', { lines });
      await life.answer('authorize', 'payment.authorized', payment);
      await refused(life.cancel(1));
      await life.cancel();
      await life.answer('undo book', 'shipping.cancelled', { shipmentId: 's-1' });
      await life.answer('undo authorize', 'payment.voided');
      await life.answer('undo reserve', 'inventory.released', { lines });
    },
  },
  'refused by shipping': {
    async live(life) {
      await life.place();
      await life.answer('reserve', 'inventory.reserved', { lines });
      await life.answer('authorize', 'payment.authorized', payment);
      await life.answer('book', 'shipping.refused', { refusal });
      await life.answer('undo authorize', 'payment.voided');
      await life.answer('undo reserve', 'inventory.released', { lines });
    },
  },
  'out of time': {
    async live(life) {
      await life.place();
      await life.wake();
      await life.answer('undo reserve', 'inventory.released', { lines });
    },
  },
  'cancelled too late': {
    async live(life) {
      await life.place();
      await life.confirm();
      await life.cancel();
      await life.answer('undo book', 'shipping.cancellation-refused', { refusal });
    },
  },
  'a refund by hand': {
    async live(life) {
      await life.place();
      await life.confirm();
      await life.cancel();
      await life.answer('undo book', 'shipping.cancelled', { shipmentId: 's-1' });
      await life.answer('undo capture', 'payment.failed', { refusal });
      await life.operate('RetrySaga');
      await refused(life.operate('ResolveSaga', 'undo book'));
      await life.operate('ResolveSaga', 'undo capture');
      await life.answer('undo reserve', 'inventory.released', { lines });
      await refused(life.operate('RetrySaga'));
    },
  },
  'hybrid, with a short pick': {
    mode: 'hybrid',
    async live(life) {
      await life.place();
      await life.answer('reserve', 'inventory.reserved', { lines });
      await life.answer('authorize', 'payment.authorized', payment);
      await life.answer('book', 'shipping.prepared', {
        shipments: [{ ...shipment, lines: [{ sku: 'MUG', quantity: 1 }] }],
        shorted: [{ shipmentId: 's-2', missing: [{ sku: 'MUG', quantity: 1 }] }],
      });
      await life.answer('capture', 'payment.captured', payment);
    },
  },
  choreographed: {
    mode: 'choreographed',
    async live(life) {
      await life.place();
      await life.send('inventory.reserved', { lines });
      await life.send('shipping.booked', { ...shipment, shipments: [shipment] });
      await life.send('payment.authorized', payment);
      await life.send('payment.captured', payment);
      await refused(life.changeLines());
      await life.cancel();
      await life.send('payment.refunded', {
        amount,
        refund: { reason: 'cancellation', subject: life.orderId },
      });
      await life.send('inventory.released', { lines });
    },
  },
};
