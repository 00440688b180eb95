import type { orderConfirmed } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { moneyText, orderNumber } from './words.js';

export function orderConfirmedMail({ orderId, customerName, total }: DataOf<typeof orderConfirmed>): Content {
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `Your order ${number} is confirmed`,
    preview: `Your payment of ${moneyText(total)} arrived; the parcel leaves soon.`,
    heading: 'Your order is confirmed',
    tone: 'good',
    step: 'confirmed',
    blocks: [
      {
        paragraph: `Everything is in stock and your payment went through. We are packing your order ${number} now.`,
      },
      { facts: [['Paid', moneyText(total)]] },
      {
        paragraph:
          'We write again as soon as the parcel is on its way. Until then you can still cancel the order.',
      },
    ],
  };
}
