import type { orderShippingAddressChanged } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Content } from './content.js';
import { addressText } from './parts.js';
import { orderNumber } from './words.js';

export function orderShippingAddressChangedMail(
  changed: DataOf<typeof orderShippingAddressChanged>,
): Content {
  const { orderId, customerName, shippingAddress } = changed;
  const number = orderNumber(orderId);
  return {
    orderId,
    customerName,
    subject: `Your order ${number} goes to another address`,
    preview: 'We have changed the address of your order.',
    heading: 'The address is changed',
    tone: 'neutral',
    blocks: [
      {
        paragraph: `Your order ${number} goes to the address below. If it was not you who changed it, write to us.`,
      },
      { facts: [['Delivery to', addressText(shippingAddress)]] },
    ],
  };
}
