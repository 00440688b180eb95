import type { orderCancelled } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { moneyText, orderNumber } from './words.js';

export function orderCancelledMail(cancelled: DataOf<typeof orderCancelled>): Content {
  const { orderId, customerName, reason, by, refund } = cancelled;
  const number = orderNumber(orderId);
  const refunded = refund.amount > 0;
  const who = by === 'customer' ? 'as you asked' : 'by the shop';
  return {
    orderId,
    customerName,
    subject: `Your order ${number} is cancelled`,
    preview: refunded ? `We give back ${moneyText(refund)}.` : 'You have not been charged.',
    heading: 'Your order is cancelled',
    tone: 'neutral',
    blocks: [
      { paragraph: `Your order ${number} was cancelled ${who}. Nothing will be sent.` },
      {
        facts: [
          ['Reason', reason],
          ['Refund', refunded ? moneyText(refund) : 'none: you have not been charged'],
        ],
      },
      ...(refunded
        ? [{ paragraph: 'The money goes back the way it came; banks need a few days to show it.' }]
        : []),
    ],
  };
}
