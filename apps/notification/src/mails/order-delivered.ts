import type { orderDelivered } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { dayText, orderNumber } from './words.js';

export function orderDeliveredMail({
  orderId,
  customerName,
  deliveredAt,
}: DataOf<typeof orderDelivered>): Content {
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `Your order ${number} has arrived`,
    preview: 'Your parcel was delivered.',
    heading: 'Your parcel has arrived',
    tone: 'good',
    step: 'delivered',
    blocks: [
      { paragraph: `Your order ${number} was delivered. We hope that you like what is inside.` },
      { facts: [['Delivered', dayText(deliveredAt)]] },
    ],
  };
}
