import type { orderLinesChanged } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { goodsOf } from './parts.js';
import { moneyText, orderNumber } from './words.js';

export function orderLinesChangedMail(changed: DataOf<typeof orderLinesChanged>): Content {
  const { orderId, customerName, total } = changed;
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `Your order ${number} is changed: ${moneyText(total)}`,
    preview: 'This is what you get now.',
    heading: 'Your order is changed',
    tone: 'neutral',
    blocks: [
      { paragraph: `We have changed your order ${number} as you asked. It is now:` },
      goodsOf(changed),
    ],
  };
}
