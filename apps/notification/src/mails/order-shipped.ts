import type { orderShipped } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { dayText, orderNumber } from './words.js';

export function orderShippedMail(shipped: DataOf<typeof orderShipped>): Content {
  const { orderId, customerName, carrier, trackingNumber, eta } = shipped;
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `Your order ${number} is on its way`,
    preview: `Expected on ${dayText(eta)} with ${carrier}.`,
    heading: 'Your parcel is on its way',
    tone: 'good',
    step: 'shipped',
    blocks: [
      {
        paragraph: `A parcel of your order ${number} has left our house. Should there be more than one, we write for each.`,
      },
      {
        facts: [
          ['Carrier', carrier],
          ['Tracking number', trackingNumber],
          ['Expected', dayText(eta)],
        ],
      },
    ],
  };
}
