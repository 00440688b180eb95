import type { orderPlaced } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { addressText, goodsOf } from './parts.js';
import { moneyText, orderNumber, pieces } from './words.js';

export function orderPlacedMail(placed: DataOf<typeof orderPlaced>): Content {
  const { orderId, customerName, lines, total, shippingAddress } = placed;
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `Your order ${number}: ${pieces(count)}, ${moneyText(total)}`,
    preview: 'We have your order and are checking stock and payment.',
    heading: 'Thank you for your order',
    tone: 'neutral',
    step: 'placed',
    blocks: [
      { paragraph: `We have received your order ${number} and will tell you as soon as it is confirmed.` },
      goodsOf(placed),
      { facts: [['Delivery to', addressText(shippingAddress)]] },
    ],
  };
}
