import type { orderReturnCompleted } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { piecesText } from './parts.js';
import { moneyText, orderNumber } from './words.js';

export function orderReturnCompletedMail(completed: DataOf<typeof orderReturnCompleted>): Content {
  const { orderId, customerName, lines, refund } = completed;
  const number = orderNumber(orderId);
  const arrived = lines.map(({ sku, restocked, writtenOff }) => ({ sku, quantity: restocked + writtenOff }));
  return {
    orderId,
    customerName,
    subject: `Your return for order ${number} has arrived`,
    preview: `We give back ${moneyText(refund)}.`,
    heading: 'Your return is here',
    tone: 'good',
    blocks: [
      { paragraph: `We have received what you sent back of your order ${number}.` },
      {
        facts: [
          ['Pieces', piecesText(arrived)],
          ['Refund', moneyText(refund)],
        ],
      },
      { paragraph: 'The money goes back the way it came; banks need a few days to show it.' },
    ],
  };
}
