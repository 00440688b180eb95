import type { orderShorted } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { piecesText } from './parts.js';
import { moneyText, orderNumber } from './words.js';

export function orderShortedMail(shorted: DataOf<typeof orderShorted>): Content {
  const { orderId, customerName, lines, refund } = shorted;
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `A part of your order ${number} is missing`,
    preview: `We give back ${moneyText(refund)}.`,
    heading: 'We are sorry: not everything is here',
    tone: 'bad',
    blocks: [
      {
        paragraph: `While packing your order ${number} we found too little in our house. The rest is on its way as planned.`,
      },
      {
        facts: [
          ['Not coming', piecesText(lines)],
          ['Refund', moneyText(refund)],
        ],
      },
      { paragraph: 'The money goes back the way it came; banks need a few days to show it.' },
    ],
  };
}
