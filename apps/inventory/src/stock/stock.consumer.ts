import { Controller } from '@nestjs/common';
import {
  inventoryRelease,
  inventoryReserve,
  inventoryRestock,
  orderConfirmed,
  shippingPickRequested,
  shippingShipped,
  shippingShorted,
} from '@waybill/contracts';
import type { OrderId, Sku } from '@waybill/contracts/ids';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { type LoadRequest, BatchRunner, toLoad } from '@waybill/unit-of-work';
import { commitStock } from './commands/commit-stock.js';
import { confirmPick, confirmReservation } from './commands/confirm-reservation.js';
import { correctShelf } from './commands/correct-shelf.js';
import { releaseStock } from './commands/release-stock.js';
import { reserveStock } from './commands/reserve-stock.js';
import { restockGoods } from './commands/restock-goods.js';
import { ReservationPolicy } from './reservation-policy.js';
import { reservations, stock } from './stock.rows.js';

@Controller()
export class StockConsumer {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly policy: ReservationPolicy,
  ) {}

  @Handles(inventoryReserve, 'inventory.reserve-stock')
  reserve({ data }: MessageOf<typeof inventoryReserve>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => reserveStock(tx, data, this.policy), held(data, context));
  }

  @Handles(inventoryRelease, 'inventory.release-stock')
  release({ data }: MessageOf<typeof inventoryRelease>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => releaseStock(tx, data), held(data, context));
  }

  @Handles(inventoryRestock, 'inventory.restock-goods')
  restock({ data }: MessageOf<typeof inventoryRestock>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => restockGoods(tx, data));
  }

  // Choreographed: triggered by the confirmation of the order and the events of its shipments, not by commands.

  @Handles(orderConfirmed, 'inventory.confirm-reservation', { deferrable: true })
  confirmed({ data }: MessageOf<typeof orderConfirmed>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => confirmReservation(tx, data), held(data, context));
  }

  /** In hybrid mode shipping picks before the confirmation. */
  @Handles(shippingPickRequested, 'inventory.confirm-pick')
  pickRequested({ data }: MessageOf<typeof shippingPickRequested>, context: Context): Promise<void> {
    return this.unitOfWork.run(
      context,
      (tx) => confirmPick(tx, data),
      held({ orderId: data.orderId }, context),
    );
  }

  /** Uses the consumer name of the departure, so that a parked message also blocks the departure. */
  @Handles(shippingShorted, 'inventory.commit-stock', { deferrable: true })
  shorted({ data }: MessageOf<typeof shippingShorted>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => correctShelf(tx, data));
  }

  @Handles(shippingShipped, 'inventory.commit-stock', { deferrable: true })
  shipped({ data }: MessageOf<typeof shippingShipped>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => commitStock(tx, data), held(data, context));
  }
}

/** Rows that the handlers load: the reservation of the order, and the stock of the lines. */
function held(
  { orderId, lines = [] }: { readonly orderId: OrderId; readonly lines?: readonly { readonly sku: Sku }[] },
  { tenant }: Context,
): LoadRequest[] {
  return [toLoad(reservations, { orderId }), ...lines.map(({ sku }) => toLoad(stock, { tenant, sku }))];
}
