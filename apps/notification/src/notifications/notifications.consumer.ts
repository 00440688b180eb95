import { Controller } from '@nestjs/common';
import {
  customerErased,
  customerRegistered,
  orderCancellationRefused,
  orderCancellationRequested,
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderLinesChanged,
  orderPlaced,
  orderRefunded,
  orderRejected,
  orderReturnCompleted,
  orderReturnRequested,
  orderShipped,
  orderShippingAddressChanged,
  orderShorted,
} from '@waybill/contracts';
import type { Context, Message, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BatchRunner, type Tx, toLoad, toRead } from '@waybill/unit-of-work';
import type { MailData, Template } from '../mails/mails.js';
import { forgetCustomer, rememberCustomer } from './commands/forget-customer.js';
import { notifyCustomer } from './commands/notify-customer.js';
import { announce } from '../webhooks/announce.js';
import { UnverifiedMails } from '../unverified/unverified-mails.js';
import type { Outcome } from './domain/notification.js';
import { MailSender } from './mail-sender.js';
import { webhookDirectories } from '../webhooks/webhook.rows.js';
import { erasedCustomers, notifications } from './notification.rows.js';

/** Handles the messages that cause mails and webhook deliveries, and `customer.erased`, which prevents further mails. */
@Controller()
export class NotificationsConsumer {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly mails: MailSender,
    private readonly unverified: UnverifiedMails,
  ) {}

  @Handles(customerRegistered, 'notification.customer-registered')
  async registered(
    { type, data, time }: MessageOf<typeof customerRegistered>,
    context: Context,
  ): Promise<void> {
    const outcome = await this.mails.sendFirst(type, data, context);
    await this.unitOfWork.run(context, async (tx) => {
      if (await rememberCustomer(tx, data.customerId, time)) await this.notify(tx, type, data, outcome);
    });
  }

  @Handles(orderPlaced, 'notification.order-placed')
  placed(message: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderConfirmed, 'notification.order-confirmed')
  confirmed(message: MessageOf<typeof orderConfirmed>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderRejected, 'notification.order-rejected')
  rejected(message: MessageOf<typeof orderRejected>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderRefunded, 'notification.order-refunded')
  refunded(message: MessageOf<typeof orderRefunded>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderCancelled, 'notification.order-cancelled')
  cancelled(message: MessageOf<typeof orderCancelled>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderCancellationRefused, 'notification.order-cancellation-refused')
  refused(message: MessageOf<typeof orderCancellationRefused>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  /** Causes no mail, because the customer has just requested it. */
  @Handles(orderCancellationRequested, 'notification.order-cancellation-requested')
  cancellationRequested(
    message: MessageOf<typeof orderCancellationRequested>,
    context: Context,
  ): Promise<void> {
    return this.unitOfWork.run(context, (tx) => announce(tx, message));
  }

  @Handles(orderShipped, 'notification.order-shipped')
  shipped(message: MessageOf<typeof orderShipped>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderDelivered, 'notification.order-delivered')
  delivered(message: MessageOf<typeof orderDelivered>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderShippingAddressChanged, 'notification.order-shipping-address-changed')
  addressChanged(message: MessageOf<typeof orderShippingAddressChanged>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderLinesChanged, 'notification.order-lines-changed')
  linesChanged(message: MessageOf<typeof orderLinesChanged>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderShorted, 'notification.order-shorted')
  shorted(message: MessageOf<typeof orderShorted>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderReturnRequested, 'notification.order-return-requested')
  returnRequested(message: MessageOf<typeof orderReturnRequested>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(orderReturnCompleted, 'notification.order-return-completed')
  returnCompleted(message: MessageOf<typeof orderReturnCompleted>, context: Context): Promise<void> {
    return this.tell(message, context);
  }

  @Handles(customerErased, 'notification.customer-erased')
  erased({ data, time }: MessageOf<typeof customerErased>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => forgetCustomer(tx, data, time));
  }

  private notify<T extends Template>(
    tx: Tx,
    type: T,
    data: MailData[T],
    outcome: Outcome | undefined,
  ): Promise<void> {
    return notifyCustomer(tx, type, data, { outcome, unverified: this.unverified });
  }

  /** Notifies the customer by mail, and by webhook the partners who subscribed to the type. */
  private async tell<T extends OrderTurn>(message: Message<T, MailData[T]>, context: Context): Promise<void> {
    const { type, data } = message;
    const outcome = await this.mails.sendFirst(type, data, context);
    const tell = async (tx: Tx): Promise<void> => {
      await Promise.all([this.notify(tx, type, data, outcome), announce(tx, message)]);
    };
    const { messageId: id, tenant } = context;
    await this.unitOfWork.run(context, tell, [
      toLoad(notifications, { id }),
      toLoad(erasedCustomers, { tenant, id: data.customerId }),
      toRead(webhookDirectories, { tenant }),
    ]);
  }
}

type OrderTurn = Exclude<Template, 'customer.registered'>;
