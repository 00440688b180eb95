import { Controller } from '@nestjs/common';
import {
  customerErased,
  customerRegistered,
  orderCancellationRefused,
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderLinesChanged,
  orderPlaced,
  orderRejected,
  orderReturnCompleted,
  orderReturnRequested,
  orderShipped,
  orderShippingAddressChanged,
  orderShorted,
} from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { Shell } from '@waybill/unit-of-work';
import type { MailData, Template } from '../mails/mails.js';
import { forgetCustomer, rememberCustomer } from './commands/forget-customer.js';
import { notifyCustomer } from './commands/notify-customer.js';

/** Every turn that a customer is told of, and the one after which they are told nothing more. */
@Controller()
export class NotificationsConsumer {
  constructor(private readonly shell: Shell) {}

  @Handles(customerRegistered, 'notification.customer-registered')
  registered({ type, data }: MessageOf<typeof customerRegistered>, context: Context): Promise<void> {
    return this.shell.run(context, async (tx) => {
      await rememberCustomer(tx, data.customerId);
      await notifyCustomer(tx, type, data);
    });
  }

  @Handles(orderPlaced, 'notification.order-placed')
  placed({ type, data }: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderConfirmed, 'notification.order-confirmed')
  confirmed({ type, data }: MessageOf<typeof orderConfirmed>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderRejected, 'notification.order-rejected')
  rejected({ type, data }: MessageOf<typeof orderRejected>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderCancelled, 'notification.order-cancelled')
  cancelled({ type, data }: MessageOf<typeof orderCancelled>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderCancellationRefused, 'notification.order-cancellation-refused')
  refused({ type, data }: MessageOf<typeof orderCancellationRefused>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderShipped, 'notification.order-shipped')
  shipped({ type, data }: MessageOf<typeof orderShipped>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderDelivered, 'notification.order-delivered')
  delivered({ type, data }: MessageOf<typeof orderDelivered>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderShippingAddressChanged, 'notification.order-shipping-address-changed')
  addressChanged(
    { type, data }: MessageOf<typeof orderShippingAddressChanged>,
    context: Context,
  ): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderLinesChanged, 'notification.order-lines-changed')
  linesChanged({ type, data }: MessageOf<typeof orderLinesChanged>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderShorted, 'notification.order-shorted')
  shorted({ type, data }: MessageOf<typeof orderShorted>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderReturnRequested, 'notification.order-return-requested')
  returnRequested({ type, data }: MessageOf<typeof orderReturnRequested>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(orderReturnCompleted, 'notification.order-return-completed')
  returnCompleted({ type, data }: MessageOf<typeof orderReturnCompleted>, context: Context): Promise<void> {
    return this.notify(type, data, context);
  }

  @Handles(customerErased, 'notification.customer-erased')
  erased({ data }: MessageOf<typeof customerErased>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => forgetCustomer(tx, data.customerId));
  }

  private notify<T extends Template>(template: T, data: MailData[T], context: Context): Promise<void> {
    return this.shell.run(context, (tx) => notifyCustomer(tx, template, data));
  }
}
