import { type orderRejected, rejectionSentence } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Block, Content } from './content.js';
import { moneyText, orderNumber } from './words.js';

type Rejected = DataOf<typeof orderRejected>;
type Rejection = Rejected['rejection'];

export function orderRejectedMail({ orderId, customerName, rejection, refund }: Rejected): Content {
  const number = orderNumber(orderId);
  const paid = refund ? `We give back ${moneyText(refund)}.` : 'You have not been charged.';
  const more = refund
    ? 'The money goes back the way it came; banks need a few days to show it.'
    : 'If your bank holds the amount for now, it releases it by itself.';
  return {
    orderId,
    customerName,
    subject: `We could not accept your order ${number}`,
    preview: paid,
    heading: 'We could not accept your order',
    tone: 'bad',
    blocks: [...reason(rejection), { paragraph: `${paid} ${more}` }],
  };
}

/** The reason, in words for the customer. For a code without such words, shows the detail from the service that refused. */
function reason({ code, detail }: Rejection): Block[] {
  const sentence = rejectionSentence(code);
  if (!sentence)
    return [
      { paragraph: 'We are sorry: your order could not be completed.' },
      { facts: [['Reason', detail]] },
    ];
  const told = { paragraph: `We are sorry. ${sentence}` };
  switch (code) {
    case 'OUT_OF_STOCK':
      return [told, { facts: [['Missing', missing(detail)]] }];
    case 'CARRIER_REFUSED':
      return [told, { facts: [['The carrier says', detail]] }];
    default:
      return [told];
  }
}

/** Converts `not enough in stock: TEA (0 left), CUP (1 left)` to one item per line. */
function missing(detail: string): string {
  return detail.replace(/^[^:]*:\s*/, '').replaceAll(/\),\s*/g, ')\n');
}
