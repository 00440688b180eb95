import { describe, expect, it } from '@jest/globals';
import { type MailData, type Template, mailOf } from './mails.js';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const order = {
  orderId: '019aa5c2-7b1e-7c3a-9d4f-2b6c5f3a9c21',
  customerId: 'ada',
  email: 'ada@example.com',
  customerName: 'Ada',
};
const shippingAddress = {
  name: 'Ada Byron',
  line1: 'Main St 1',
  city: 'Graz',
  postalCode: '8010',
  country: 'AT',
};
const data: MailData = {
  'customer.registered': { customerId: 'ada', name: 'Ada', email: 'ada@example.com' },
  'order.placed': {
    ...order,
    lines: [
      { sku: 'TEA', name: 'Green tea', quantity: 2, unitPrice: euro(1_490) },
      { sku: 'CUP', name: 'Cup', quantity: 1, unitPrice: euro(2_200) },
    ],
    charges: [{ kind: 'postage', amount: euro(490) }],
    total: euro(5_670),
    shippingAddress,
    fulfilment: 'orchestrated',
  },
  'order.confirmed': { ...order, total: euro(5_670), paymentId: 'pay', shipmentId: 'shp' },
  'order.rejected': {
    ...order,
    rejection: { code: 'OUT_OF_STOCK', detail: 'not enough in stock: TEA (0 left), CUP (1 left)' },
  },
  'order.refunded': { ...order, refund: euro(5_670) },
  'order.cancelled': { ...order, reason: 'changed my mind', by: 'customer', refund: euro(5_670) },
  'order.cancellation-refused': {
    ...order,
    refusal: { code: 'ALREADY_DISPATCHED', detail: 'the parcel is on its way' },
  },
  'order.shipped': {
    ...order,
    shipmentId: 'shp',
    carrier: 'Wayfarer',
    trackingNumber: 'WF8K2',
    eta: '2026-03-03T12:00:00Z',
  },
  'order.delivered': { ...order, shipmentId: 'shp', deliveredAt: '2026-03-02T12:00:00Z' },
  'order.shipping-address-changed': { ...order, shippingAddress },
  'order.lines-changed': {
    ...order,
    lines: [{ sku: 'TEA', name: 'Green tea', quantity: 3, unitPrice: euro(1_490) }],
    charges: [
      { kind: 'postage', amount: euro(490) },
      { kind: 'tax', amount: euro(827), included: true },
    ],
    total: euro(4_960),
  },
  'order.shorted': {
    ...order,
    shipmentId: 'shp',
    lines: [{ sku: 'TEA', quantity: 1 }],
    refund: euro(1_490),
  },
  'order.return-requested': {
    ...order,
    returnId: 'ret-1',
    lines: [{ sku: 'TEA', quantity: 2 }],
    reason: 'the tin is dented',
  },
  'order.return-completed': {
    ...order,
    returnId: 'ret-1',
    refund: euro(2_980),
    lines: [{ sku: 'TEA', restocked: 1, writtenOff: 1 }],
  },
};
const templates = Object.keys(data) as Template[];
const rejected = (code: string, detail = 'the detail') =>
  mailOf('order.rejected', { ...order, rejection: { code, detail } });
/** The text that a reader of the HTML sees. */
const seen = (html: string): string =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('every mail', () => {
  it.each(templates)('%s greets by name and has nothing left open', (template) => {
    const { subject, text, html } = mailOf(template, data[template]);
    for (const part of [text, seen(html)]) {
      expect(part).toContain('Hello Ada,');
      expect(part).not.toMatch(/undefined|null|NaN|\[object|\$\{/);
    }
    expect(subject).toMatch(/^[^\r\n]{5,80}$/);
    expect(html).not.toMatch(/<script|<link|https?:/);
  });

  it.each(templates)('%s shows what a customer calls themselves as text, never as markup', (template) => {
    const name = `<img src=x onerror="alert('x')"> & Söhne`;
    const { html, text } = mailOf(template, { ...data[template], customerName: name, name });
    expect(html).toContain('Hello &lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt; &amp; Söhne,');
    expect(html).not.toContain('<img');
    expect(text).toContain(`Hello ${name},`);
  });

  it('greets somebody without a name', () => {
    expect(mailOf('order.delivered', { ...data['order.delivered'], customerName: '' }).text).toContain(
      'Hello,',
    );
  });
});

describe('the mail about', () => {
  it('a placed order has its lines, charges, total and address', () => {
    const { subject, html, text } = mailOf('order.placed', data['order.placed']);
    expect(subject).toBe('Your order #5F3A9C21: 3 items, €56.70');
    expect(seen(html)).toContain('Green tea 2 €29.80 Cup 1 €22.00 Postage €4.90 Total €56.70');
    expect(seen(html)).toContain('Delivery to Ada Byron Main St 1 8010 Graz Austria');
    expect(text).toMatch(/^2 x Green tea {10,}€29\.80$/m);
    expect(text).toMatch(/^Total {10,}€56\.70$/m);
  });

  it('a placed order escapes what products are called', () => {
    const line = { sku: 'X', name: '<b>bold</b>', quantity: 1, unitPrice: euro(1) };
    const { html } = mailOf('order.placed', { ...data['order.placed'], lines: [line] });
    expect(html).toContain('&lt;b&gt;bold&lt;/b&gt;');
  });

  it('an order out of stock says what is missing', () => {
    const { html, text } = mailOf('order.rejected', data['order.rejected']);
    expect(text).toContain('Missing: TEA (0 left), CUP (1 left)');
    expect(seen(html)).toContain('Missing TEA (0 left) CUP (1 left)');
    expect(text).toContain('You have not been charged.');
  });

  it.each([
    ['COUNTRY_NOT_SERVED', 'does not deliver to your country'],
    ['CARRIER_REFUSED', 'did not accept the delivery address'],
    ['CARD_DECLINED', 'your bank declined it'],
    ['INSUFFICIENT_FUNDS', 'not enough money on the account'],
    ['EXPIRED_CARD', 'the card has expired'],
    ['AUTHENTICATION_REQUIRED', 'your bank wants you to confirm it'],
    ['TIMEOUT', 'took too long'],
    ['SOMETHING_NEW', 'Reason: the detail'],
  ])('an order rejected with %s says so in words', (code, words) => {
    const { text } = rejected(code);
    expect(text).toContain(words);
    expect(text).not.toContain(code);
  });

  it('an order rejected after its money was taken tells what is given back', () => {
    const { text } = mailOf('order.rejected', { ...data['order.rejected'], refund: euro(5_670) });
    expect(text).toContain('We give back €56.70. The money goes back the way it came');
    expect(text).not.toContain('You have not been charged.');
  });

  it('a cancelled order tells the refund, or that there is none', () => {
    expect(mailOf('order.cancelled', data['order.cancelled']).text).toContain('Refund: €56.70');
    const free = mailOf('order.cancelled', { ...data['order.cancelled'], refund: euro(0), by: 'admin' });
    expect(free.text).toContain('cancelled by the shop');
    expect(free.text).toContain('Refund: none');
  });

  it('a changed order has what it is now, and says which charge is in the prices already', () => {
    const { subject, html } = mailOf('order.lines-changed', data['order.lines-changed']);
    expect(subject).toBe('Your order #5F3A9C21 is changed: €49.60');
    expect(seen(html)).toContain('Green tea 3 €44.70 Postage €4.90 Tax (included) €8.27 Total €49.60');
  });

  it('a changed address has the new one', () => {
    const { html } = mailOf('order.shipping-address-changed', data['order.shipping-address-changed']);
    expect(seen(html)).toContain('Delivery to Ada Byron Main St 1 8010 Graz Austria');
  });

  it('an order of which pieces are missing tells which, and the refund', () => {
    const { text } = mailOf('order.shorted', data['order.shorted']);
    expect(text).toContain('Not coming: 1 x TEA\nRefund: €14.90');
  });

  it('a return has its number, and in the end what arrived and the refund', () => {
    expect(mailOf('order.return-requested', data['order.return-requested']).text).toContain(
      'Return: ret-1\nPieces: 2 x TEA\nReason: the tin is dented',
    );
    expect(mailOf('order.return-completed', data['order.return-completed']).text).toContain(
      'Pieces: 2 x TEA\nRefund: €29.80',
    );
  });

  it('a shipped order has tracking number and day', () => {
    const { text } = mailOf('order.shipped', data['order.shipped']);
    expect(text).toContain('Tracking number: WF8K2');
    expect(text).toContain('Expected: Tuesday, 3 March 2026');
  });
});
