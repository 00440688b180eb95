import type { orderRejected } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { type Block, type Mail, write } from './mail.js';
import { orderNumber } from './words.js';

type Rejected = DataOf<typeof orderRejected>;
type Rejection = Rejected['rejection'];

export function orderRejectedMail({ orderId, customerName, rejection }: Rejected): Mail {
  const number = orderNumber(orderId);
  return write({
    ...{ orderId, customerName },
    subject: `We could not accept your order ${number}`,
    preview: 'You have not been charged.',
    heading: 'We could not accept your order',
    tone: 'bad',
    blocks: [
      ...reason(rejection),
      {
        paragraph:
          'You have not been charged. If your bank holds the amount for now, it releases it by itself.',
      },
    ],
  });
}

/** Why, in words of the shop; a code that is not known here still has its sentence from whoever refused. */
function reason({ code, detail }: Rejection): Block[] {
  switch (code) {
    case 'OUT_OF_STOCK':
      return [
        { paragraph: 'We are sorry: we do not have enough in stock for your order.' },
        { facts: [['Missing', missing(detail)]] },
      ];
    case 'COUNTRY_NOT_SERVED':
      return [{ paragraph: 'We are sorry: our carrier does not deliver to your country.' }];
    case 'CARRIER_REFUSED':
      return [
        { paragraph: 'Our carrier did not accept the delivery address. Please check it and order again.' },
        { facts: [['The carrier says', detail]] },
      ];
    case 'TIMEOUT':
      return [{ paragraph: 'Your order took too long to complete, so we stopped it. Please order again.' }];
    default: {
      const sentence = DECLINES[code];
      if (sentence) return [{ paragraph: `Your payment did not go through: ${sentence}` }];
      return [
        { paragraph: 'We are sorry: your order could not be completed.' },
        { facts: [['Reason', detail]] },
      ];
    }
  }
}

const OTHER_METHOD = 'Please use another card or payment method.';

const DECLINES: Readonly<Record<string, string>> = {
  CARD_DECLINED: `your bank declined it. ${OTHER_METHOD}`,
  INSUFFICIENT_FUNDS: `there is not enough money on the account. ${OTHER_METHOD}`,
  LIMIT_EXCEEDED: `the limit of the card is reached. ${OTHER_METHOD}`,
  EXPIRED_CARD: `the card has expired. ${OTHER_METHOD}`,
  INCORRECT_CVC: 'the security code of the card is wrong. Please check it and order again.',
  INCORRECT_NUMBER: 'the number of the card is wrong. Please check it and order again.',
  CURRENCY_NOT_SUPPORTED: `the card cannot pay in this currency. ${OTHER_METHOD}`,
  ACCOUNT_CLOSED: `the bank account is closed. ${OTHER_METHOD}`,
  ACCOUNT_UNKNOWN: `there is no such bank account. ${OTHER_METHOD}`,
  DEBIT_NOT_AUTHORIZED: `the bank account does not allow debits. ${OTHER_METHOD}`,
  AUTHENTICATION_REQUIRED: `your bank wants you to confirm it, which we cannot do here yet. ${OTHER_METHOD}`,
  PROCESSING_ERROR: 'the bank had a problem with it. Please order again in a few minutes.',
};

/** From `not enough in stock: TEA (0 left), CUP (1 left)` only the goods, one a line. */
function missing(detail: string): string {
  return detail.replace(/^[^:]*:\s*/, '').replaceAll(/\),\s*/g, ')\n');
}
