import { Controller } from '@nestjs/common';
import {
  inventoryPickConfirmed,
  orderConfirmed,
  shippingBook,
  shippingCancel,
  shippingPacked,
  shippingPicked,
  shippingPrepare,
} from '@waybill/contracts';
import type { Context, DataOf, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BatchRunner, type Tx } from '@waybill/unit-of-work';
import { Tariffs } from '../carrier/tariffs.js';
import { bookShipment } from './commands/book-shipment.js';
import { cancelShipment } from './commands/cancel-shipment.js';
import { confirmShipment } from './commands/confirm-shipment.js';
import { continueShipment } from './commands/pack-shipment.js';
import { beginPicks, prepareShipment } from './commands/prepare-shipment.js';
import { DispatchPolicy } from './dispatch-policy.js';
import { firstParcel } from './shipment.rows.js';

@Controller()
export class ShipmentsConsumer {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly policy: DispatchPolicy,
    private readonly tariffs: Tariffs,
  ) {}

  @Handles(shippingBook, 'shipping.book-shipment')
  book({ data }: MessageOf<typeof shippingBook>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => bookShipment(tx, data, this.tariffs), [firstParcel(data)]);
  }

  @Handles(shippingCancel, 'shipping.cancel-shipment')
  cancel({ data }: MessageOf<typeof shippingCancel>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => cancelShipment(tx, data), [firstParcel(data)]);
  }

  // Hybrid: the saga sends one command and gets one reply. In between, shipping and inventory react to each other.

  @Handles(shippingPrepare, 'shipping.prepare-shipment')
  prepare({ data }: MessageOf<typeof shippingPrepare>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => prepareShipment(tx, data, this.tariffs), [firstParcel(data)]);
  }

  @Handles(inventoryPickConfirmed, 'shipping.begin-picks')
  pickConfirmed({ data }: MessageOf<typeof inventoryPickConfirmed>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => beginPicks(tx, data, this.policy), [firstParcel(data)]);
  }

  // Choreographed: the confirmation of the order starts the warehouse.

  @Handles(orderConfirmed, 'shipping.confirm-shipment', { deferrable: true })
  confirmed({ data }: MessageOf<typeof orderConfirmed>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => confirmShipment(tx, data, this.policy), [firstParcel(data)]);
  }

  // Earlier releases packed and labelled because of these messages.

  @Handles(shippingPicked, 'shipping.pack-shipment', { hears: isUnsettled, deferrable: true })
  picked({ data }: MessageOf<typeof shippingPicked>, context: Context): Promise<void> {
    return this.continue(data, context);
  }

  @Handles(shippingPacked, 'shipping.label-shipment', { hears: isUnsettled, deferrable: true })
  packed({ data }: MessageOf<typeof shippingPacked>, context: Context): Promise<void> {
    return this.continue(data, context);
  }

  private continue(
    data: DataOf<typeof shippingPicked> | DataOf<typeof shippingPacked>,
    context: Context,
  ): Promise<void> {
    const work = (tx: Tx) => continueShipment(tx, data, this.policy);
    return this.unitOfWork.run(context, work, [firstParcel(data)]);
  }
}

function isUnsettled({ settled = false }: { readonly settled?: boolean | undefined }): boolean {
  return !settled;
}
