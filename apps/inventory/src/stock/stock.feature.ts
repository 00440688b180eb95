import { FulfilmentSetting, skuErrors } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { Feature } from '@waybill/platform';
import type { Performer } from '@waybill/unit-of-work';
import type { InventorySettings } from '../inventory.settings.js';
import { answerFilled } from './commands/confirm-reservation.js';
import { stockErrors } from './domain/stock.errors.js';
import { Expiries } from './expiries.js';
import { ErasedCustomersConsumer } from './erased-customers.consumer.js';
import { ReservationModes1760000001007 } from './migrations/reservation-modes.js';
import { StockMovements1760000001004 } from './migrations/stock-movements.js';
import { StockPrefixes1760000002034 } from './migrations/stock-prefixes.js';
import { StockTables1760000001001 } from './migrations/stock-tables.js';
import { Supply1760000001005 } from './migrations/supply.js';
import { ReservationPolicy } from './reservation-policy.js';
import { StockChoreography } from './stock.choreography.js';
import { StockConsumer } from './stock.consumer.js';
import { StockController } from './stock.controller.js';
import { BackorderRow, ReservationRow, StockMovementRow, StockRow } from './stock.rows.js';

/** Stock per SKU and warehouse, and its reservations for orders. */
export const stockFeature: Feature<InventorySettings> = {
  entities: [StockRow, ReservationRow, BackorderRow, StockMovementRow],
  migrations: [
    StockTables1760000001001,
    StockMovements1760000001004,
    Supply1760000001005,
    ReservationModes1760000001007,
    StockPrefixes1760000002034,
  ],
  dataClasses: {
    stock: { none: ['tenant', 'sku', 'warehouses'] },
    reservations: {
      none: ['order_id', 'tenant', 'status', 'lines', 'shortages', 'missing', 'departed', 'asked'],
    },
    backorders: { none: ['tenant', 'sku', 'order_id'] },
    stock_movements: { none: ['tenant', 'sku', 'kind', 'reference', 'warehouse'] },
  },
  errors: { ...stockErrors, ...skuErrors },
  tags: { stock: 'Units of each SKU in the warehouses: receipts, counts and rules.' },
  controllers: [StockController, StockConsumer, StockChoreography, ErasedCustomersConsumer],
  compose({ unitOfWork, ids, timers, rows, report }, { FULFILMENT, RESERVATION_TTL }) {
    const policy = new ReservationPolicy(RESERVATION_TTL);
    return {
      providers: [policy, new FulfilmentSetting(FULFILMENT)],
      effects: { 'reservation.filled': reservationFilled(policy) },
      background: [
        new Expiries({
          rows,
          unitOfWork,
          ids,
          timers,
          onError: (error) => report(error, 'reservations did not expire'),
        }),
      ],
    };
  },
};

function reservationFilled(policy: ReservationPolicy): Performer<{ readonly orderId: OrderId }, undefined> {
  return {
    // No external call: the effect only runs `answer` in the context of the request that waited.
    perform: () => Promise.resolve(undefined),
    answer: (tx, _, { orderId }) => answerFilled(tx, orderId, policy),
  };
}
