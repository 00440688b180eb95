import type { orderReturnRequested } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { piecesText } from './parts.js';
import { orderNumber } from './words.js';

export function orderReturnRequestedMail(requested: DataOf<typeof orderReturnRequested>): Content {
  const { orderId, customerName, returnId, lines, reason } = requested;
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `Your return for order ${number}`,
    preview: 'Send it back to us; the money follows.',
    heading: 'We expect your return',
    tone: 'neutral',
    blocks: [
      {
        paragraph: `Please put the number of the return into the parcel. As soon as it is here we give the money back.`,
      },
      {
        facts: [
          ['Return', returnId],
          ['Pieces', piecesText(lines)],
          ['Reason', reason],
        ],
      },
    ],
  };
}
