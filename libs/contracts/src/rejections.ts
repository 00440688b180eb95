const OTHER_METHOD = 'Please use another card or payment method.';

/** Codes of refusals in words for customers. A service that refuses with a code of its own adds its sentence here. */
const SENTENCES: Readonly<Record<string, string>> = {
  OUT_OF_STOCK: 'We do not have enough in stock for your order.',
  RESERVATION_EXPIRED:
    'Your order took too long, and we could not keep the goods for you. Please order again.',
  COUNTRY_NOT_SERVED: 'Our carrier does not deliver to your country.',
  CARRIER_REFUSED: 'Our carrier did not accept the delivery address. Please check it and order again.',
  TIMEOUT: 'Your order took too long to complete, so we stopped it. Please order again.',
  CARD_DECLINED: `Your payment did not go through: your bank declined it. ${OTHER_METHOD}`,
  INSUFFICIENT_FUNDS: `Your payment did not go through: there is not enough money on the account. ${OTHER_METHOD}`,
  LIMIT_EXCEEDED: `Your payment did not go through: the limit of the card is reached. ${OTHER_METHOD}`,
  EXPIRED_CARD: `Your payment did not go through: the card has expired. ${OTHER_METHOD}`,
  INCORRECT_CVC:
    'Your payment did not go through: the security code of the card is wrong. Please check it and order again.',
  INCORRECT_NUMBER:
    'Your payment did not go through: the number of the card is wrong. Please check it and order again.',
  CURRENCY_NOT_SUPPORTED: `Your payment did not go through: the card cannot pay in this currency. ${OTHER_METHOD}`,
  ACCOUNT_CLOSED: `Your payment did not go through: the bank account is closed. ${OTHER_METHOD}`,
  ACCOUNT_UNKNOWN: `Your payment did not go through: there is no such bank account. ${OTHER_METHOD}`,
  DEBIT_NOT_AUTHORIZED: `Your payment did not go through: the bank account does not allow debits. ${OTHER_METHOD}`,
  AUTHENTICATION_REQUIRED: `Your payment did not go through: your bank wants you to confirm it, which we cannot do here yet. ${OTHER_METHOD}`,
  GATEWAY_REFUSED: `Your payment did not go through: our payment provider did not accept it. ${OTHER_METHOD}`,
  PROCESSING_ERROR:
    'Your payment did not go through: the bank had a problem with it. Please order again in a few minutes.',
};

/** Why an order was refused, in words for its customer; undefined for a code that has no sentence here. */
export function rejectionSentence(code: string): string | undefined {
  return SENTENCES[code];
}
