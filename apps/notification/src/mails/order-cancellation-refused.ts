import type { orderCancellationRefused } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Block, Content } from './content.js';
import { orderNumber } from './words.js';

type Refused = DataOf<typeof orderCancellationRefused>;

export function orderCancellationRefusedMail({ orderId, customerName, refusal }: Refused): Content {
  const number = orderNumber(orderId);
  const why: Block =
    refusal.code === 'ALREADY_DISPATCHED'
      ? { paragraph: `Your order ${number} is already on its way to you, so we can no longer cancel it.` }
      : { paragraph: `We could not cancel your order ${number}: ${refusal.detail}.` };
  return {
    orderId,
    customerName,
    subject: `Your order ${number} can no longer be cancelled`,
    preview: 'The parcel comes to you as planned.',
    heading: 'It is too late to cancel',
    tone: 'bad',
    blocks: [
      why,
      { paragraph: 'The parcel comes to you as planned. Once you have it, you can send it back.' },
    ],
  };
}
