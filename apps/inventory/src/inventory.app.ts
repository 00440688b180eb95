import { fulfilment, messageTypes, topicTable } from '@waybill/contracts';
import { type ServiceApp, duration } from '@waybill/platform';
import type { Performer } from '@waybill/unit-of-work';
import { z } from 'zod';
import { StockMovements1760000001004 } from './database/stock-movements.js';
import { StockTables1760000001001 } from './database/stock-tables.js';
import { Supply1760000001005 } from './database/supply.js';
import { answerFilled } from './stock/commands/confirm-reservation.js';
import { Expiries } from './stock/expiries.js';
import { ReservationPolicy } from './stock/reservation-policy.js';
import { StockChoreography } from './stock/stock.choreography.js';
import { StockConsumer } from './stock/stock.consumer.js';
import { StockController } from './stock/stock.controller.js';
import { BackorderRow, ReservationRow, StockMovementRow, StockRow } from './stock/stock.rows.js';

const settings = z.object({
  FULFILMENT: fulfilment,
  RESERVATION_TTL: duration.prefault('30m').meta({
    description:
      'How long pieces are held for an order that is not confirmed: `30m`, `2h`. Longer than a payment may take',
  }),
});

/** Stock per SKU and house, and what is reserved for orders. */
export const inventoryApp: ServiceApp<typeof settings.shape> = {
  name: 'inventory',
  description: 'Stock per SKU: receipts, adjustments, and reservations for orders.',
  port: 3001,
  settings,
  entities: [StockRow, ReservationRow, BackorderRow, StockMovementRow],
  migrations: [StockTables1760000001001, StockMovements1760000001004, Supply1760000001005],
  messageTypes,
  topics: topicTable,
  statuses: { RECEIPT_DIFFERS: 409 },
  compose({ shell, ids, timers, pool, report }, { FULFILMENT, RESERVATION_TTL }) {
    const policy = new ReservationPolicy(RESERVATION_TTL);
    const filled: Performer<{ readonly orderId: string }, undefined> = {
      // Nothing but to say it, on behalf of the request that waited.
      perform: () => Promise.resolve(undefined),
      answer: (tx, _, { orderId }) => answerFilled(tx, orderId, policy),
    };
    return {
      controllers: [
        StockController,
        StockConsumer,
        ...(FULFILMENT === 'choreographed' ? [StockChoreography] : []),
      ],
      provide: [policy],
      effects: { 'reservation.filled': filled },
      background: [
        new Expiries({
          pool,
          shell,
          ids,
          timers,
          onError: (error) => report(error, 'reservations did not expire'),
        }),
      ],
    };
  },
};
