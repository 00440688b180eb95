import type { orderRefunded } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { moneyText, orderNumber } from './words.js';

export function orderRefundedMail({ orderId, customerName, refund }: DataOf<typeof orderRefunded>): Content {
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `We give back what you paid for order ${number}`,
    preview: `We give back ${moneyText(refund)}.`,
    heading: 'Your money is on its way back',
    tone: 'neutral',
    blocks: [
      {
        paragraph: `We could not accept your order ${number}, and yet your payment went through.`,
      },
      { facts: [['Refund', moneyText(refund)]] },
      { paragraph: 'The money goes back the way it came; banks need a few days to show it.' },
    ],
  };
}
