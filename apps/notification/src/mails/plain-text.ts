import { type Block, type Content, type Good, WHY_UNVERIFIED, greetingOf } from './content.js';

const WIDTH = 64;

/** Renders the mail as plain text, with the same content as the HTML. */
export function plainText({ heading, customerName, blocks, orderId, choiceUrl }: Content): string {
  const parts = [
    heading.toUpperCase(),
    greetingOf(customerName),
    ...blocks.map(textOf),
    ...(orderId === undefined ? [] : [`Order ${orderId}`]),
    ...(choiceUrl === undefined ? [] : [`${WHY_UNVERIFIED}\n${choiceUrl}`]),
    'Waybill',
  ];
  return `${parts.join('\n\n')}\n`;
}

function textOf(block: Block): string {
  if ('paragraph' in block) return block.paragraph;
  if ('facts' in block) {
    return block.facts.map(([name, value]) => `${name}: ${value.replaceAll('\n', ', ')}`).join('\n');
  }
  const rule = '-'.repeat(WIDTH);
  const goods = block.goods.map(({ name, quantity, price }: Good) => row(`${quantity} x ${name}`, price));
  return [rule, ...goods, rule, ...block.sums.map(([name, amount]) => row(name, amount))].join('\n');
}

/** Name on the left, amount on the right. A long name is not cut. */
function row(name: string, amount: string): string {
  return `${name.padEnd(WIDTH - amount.length - 1)} ${amount}`;
}
