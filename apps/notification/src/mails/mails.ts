import type {
  customerRegistered,
  orderCancellationRefused,
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderPlaced,
  orderLinesChanged,
  orderRefunded,
  orderRejected,
  orderReturnCompleted,
  orderReturnRequested,
  orderShipped,
  orderShippingAddressChanged,
  orderShorted,
} from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { customerRegisteredMail } from './customer-registered.js';
import type { Content } from './content.js';
import { type Mail, write } from './mail.js';
import { orderCancellationRefusedMail } from './order-cancellation-refused.js';
import { orderCancelledMail } from './order-cancelled.js';
import { orderConfirmedMail } from './order-confirmed.js';
import { orderDeliveredMail } from './order-delivered.js';
import { orderLinesChangedMail } from './order-lines-changed.js';
import { orderPlacedMail } from './order-placed.js';
import { orderRefundedMail } from './order-refunded.js';
import { orderRejectedMail } from './order-rejected.js';
import { orderReturnCompletedMail } from './order-return-completed.js';
import { orderReturnRequestedMail } from './order-return-requested.js';
import { orderShippedMail } from './order-shipped.js';
import { orderShippingAddressChangedMail } from './order-shipping-address-changed.js';
import { orderShortedMail } from './order-shorted.js';

/** The data that each mail needs: that of the message which causes it. */
export interface MailData {
  readonly 'customer.registered': DataOf<typeof customerRegistered>;
  readonly 'order.placed': DataOf<typeof orderPlaced>;
  readonly 'order.confirmed': DataOf<typeof orderConfirmed>;
  readonly 'order.rejected': DataOf<typeof orderRejected>;
  readonly 'order.refunded': DataOf<typeof orderRefunded>;
  readonly 'order.cancelled': DataOf<typeof orderCancelled>;
  readonly 'order.cancellation-refused': DataOf<typeof orderCancellationRefused>;
  readonly 'order.shipped': DataOf<typeof orderShipped>;
  readonly 'order.delivered': DataOf<typeof orderDelivered>;
  readonly 'order.shipping-address-changed': DataOf<typeof orderShippingAddressChanged>;
  readonly 'order.lines-changed': DataOf<typeof orderLinesChanged>;
  readonly 'order.shorted': DataOf<typeof orderShorted>;
  readonly 'order.return-requested': DataOf<typeof orderReturnRequested>;
  readonly 'order.return-completed': DataOf<typeof orderReturnCompleted>;
}
export type Template = keyof MailData;

const MAILS: { readonly [T in Template]: (data: MailData[T]) => Content } = {
  'customer.registered': customerRegisteredMail,
  'order.placed': orderPlacedMail,
  'order.confirmed': orderConfirmedMail,
  'order.rejected': orderRejectedMail,
  'order.refunded': orderRefundedMail,
  'order.cancelled': orderCancelledMail,
  'order.cancellation-refused': orderCancellationRefusedMail,
  'order.shipped': orderShippedMail,
  'order.delivered': orderDeliveredMail,
  'order.shipping-address-changed': orderShippingAddressChangedMail,
  'order.lines-changed': orderLinesChangedMail,
  'order.shorted': orderShortedMail,
  'order.return-requested': orderReturnRequestedMail,
  'order.return-completed': orderReturnCompletedMail,
};

/** `choiceUrl`: see `write`. */
export function mailOf<T extends Template>(template: T, data: MailData[T], choiceUrl?: string): Mail {
  return write(MAILS[template](data), choiceUrl);
}
