import type { orderPlaced } from '@waybill/contracts';
import { type DataOf, times } from '@waybill/kernel';
import { type Mail, write } from './mail.js';
import { countryText, moneyText, orderNumber, pieces } from './words.js';

type Placed = DataOf<typeof orderPlaced>;

export function orderPlacedMail({
  orderId,
  customerName,
  lines,
  charges,
  total,
  shippingAddress,
}: Placed): Mail {
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const number = orderNumber(orderId);
  return write({
    ...{ orderId, customerName },
    subject: `Your order ${number}: ${pieces(count)}, ${moneyText(total)}`,
    preview: 'We have your order and are checking stock and payment.',
    heading: 'Thank you for your order',
    tone: 'neutral',
    step: 'placed',
    blocks: [
      { paragraph: `We have received your order ${number} and will tell you as soon as it is confirmed.` },
      {
        goods: lines.map(({ name, quantity, unitPrice }) => ({
          name,
          quantity: String(quantity),
          price: moneyText(times(unitPrice, quantity)),
        })),
        sums: [
          ...charges.map(({ kind, amount }) => [capitalized(kind), moneyText(amount)] as const),
          ['Total', moneyText(total)],
        ],
      },
      { facts: [['Delivery to', addressText(shippingAddress)]] },
    ],
  });
}

function addressText({
  name,
  line1,
  line2,
  city,
  region,
  postalCode,
  country,
}: Placed['shippingAddress']): string {
  const place = [`${postalCode} ${city}`, region].filter(Boolean).join(', ');
  return [name, line1, line2, place, countryText(country)].filter(Boolean).join('\n');
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
