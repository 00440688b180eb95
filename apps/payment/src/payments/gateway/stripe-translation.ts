import type { Money } from '@waybill/kernel';
import Stripe from 'stripe';
import type { GatewayPayment } from '../domain/gateway-payment.js';
import type { Method, Refusal } from '../domain/payment.js';
import type { GatewayEntry } from '../domain/reconciliation.js';
import type { GatewayRefund } from '../domain/refund.js';

// All translation from and to Stripe's terms is in this file.

/** Translates an intent; undefined while it is undecided. Expects `latest_charge` expanded. */
export function paymentOf(intent: Stripe.PaymentIntent): GatewayPayment | undefined {
  const gatewayId = intent.id;
  const amount = moneyOf(intent.amount, intent.currency);
  switch (intent.status) {
    case 'requires_capture':
      return { status: 'authorized', gatewayId, amount, method: methodOf(intent) };
    case 'succeeded': {
      const captured = moneyOf(intent.amount_received, intent.currency);
      return { status: 'captured', gatewayId, amount, captured, method: methodOf(intent) };
    }
    case 'canceled':
      return { status: 'voided', gatewayId };
    case 'requires_action':
      // Off-session: an order placed through the API cannot redirect its customer to the bank.
      return { status: 'refused', refusal: refusalOf('authentication_required') };
    case 'requires_payment_method': {
      const failure = intent.last_payment_error;
      if (!failure) return undefined;
      return { status: 'refused', refusal: refusalOf(failure.decline_code ?? failure.code) };
    }
    default:
      return undefined;
  }
}

/** Translates an intent for the reconciliation. Expects `latest_charge` expanded. */
export function entryOf(intent: Stripe.PaymentIntent): GatewayEntry {
  const { id: gatewayId, metadata, currency, latest_charge: charge } = intent;
  const status = STATUSES[intent.status] ?? 'open';
  const refunded = charge && typeof charge === 'object' ? charge.amount_refunded : 0;
  return {
    gatewayId,
    orderId: metadata?.['order_id'] ?? null,
    status,
    amount: moneyOf(intent.amount, currency),
    captured: moneyOf(intent.amount_received, currency).amount,
    // Stripe reports a released authorization as fully refunded.
    refunded: status === 'captured' ? moneyOf(refunded, currency).amount : 0,
  };
}

const STATUSES: Readonly<Record<string, GatewayEntry['status']>> = {
  requires_capture: 'authorized',
  succeeded: 'captured',
  canceled: 'voided',
};

/** Whether Stripe has no object with this id. */
export function isUnknown(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}

export function refundOf({ status, amount, currency }: Stripe.Refund): GatewayRefund {
  if (status !== 'failed' && status !== 'canceled')
    return { status: 'refunded', amount: moneyOf(amount, currency) };
  const detail = 'The payment provider could not give the money back.';
  return { status: 'refused', refusal: { code: 'REFUND_FAILED', detail } };
}

/** The code of all requests that Stripe calls invalid. */
export const GATEWAY_REFUSED = 'GATEWAY_REFUSED';

/** The refusal in an error; undefined if the outcome is unknown: no response, an error at Stripe, a rate limit, a wrong API key. */
export function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof Stripe.errors.StripeCardError) return refusalOf(error.decline_code ?? error.code);
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || error.code === 'lock_timeout')
    return undefined;
  return { code: GATEWAY_REFUSED, detail: refusedDetail(error) };
}

/** Without Stripe's own words, which are for the account's developers: customers read it. */
function refusedDetail({ code, param }: Stripe.errors.StripeInvalidRequestError): string {
  return code === 'resource_missing' && param === 'payment_method'
    ? 'The payment provider does not know this payment method. Choose another one.'
    : 'The payment provider did not accept this payment.';
}

/** Whether the payment is not in the state that the call needs: it was captured, cancelled or refunded before. */
export function isStateError(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    (error.code === 'payment_intent_unexpected_state' || error.code === 'charge_already_refunded')
  );
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  insufficient_funds: { code: 'INSUFFICIENT_FUNDS', detail: 'The account has insufficient funds.' },
  expired_card: { code: 'EXPIRED_CARD', detail: 'The card has expired.' },
  incorrect_cvc: { code: 'INCORRECT_CVC', detail: 'The card’s security code is incorrect.' },
  invalid_cvc: { code: 'INCORRECT_CVC', detail: 'The card’s security code is incorrect.' },
  incorrect_number: { code: 'INCORRECT_NUMBER', detail: 'The card’s number is incorrect.' },
  processing_error: { code: 'PROCESSING_ERROR', detail: 'The card could not be processed. Try again later.' },
  card_velocity_exceeded: { code: 'LIMIT_EXCEEDED', detail: 'The card’s limit is exceeded.' },
  withdrawal_count_limit_exceeded: { code: 'LIMIT_EXCEEDED', detail: 'The card’s limit is exceeded.' },
  currency_not_supported: {
    code: 'CURRENCY_NOT_SUPPORTED',
    detail: 'The card does not support the currency.',
  },
  account_closed: { code: 'ACCOUNT_CLOSED', detail: 'The bank account is closed.' },
  no_account: { code: 'ACCOUNT_UNKNOWN', detail: 'There is no such bank account.' },
  debit_not_authorized: { code: 'DEBIT_NOT_AUTHORIZED', detail: 'The bank account does not allow debits.' },
  authentication_required: {
    code: 'AUTHENTICATION_REQUIRED',
    detail: 'The bank wants the customer to authenticate the payment.',
  },
};

/** For all other decline codes. A customer must not learn that a card is reported lost, stolen or suspected of fraud. */
const DECLINED: Refusal = { code: 'CARD_DECLINED', detail: 'The payment method was declined.' };

function refusalOf(code: string | undefined): Refusal {
  return (code && REFUSALS[code]) || DECLINED;
}

function methodOf({ latest_charge: charge }: Stripe.PaymentIntent): Method {
  const details = charge && typeof charge === 'object' ? charge.payment_method_details : null;
  if (!details || details.type === 'card') return details?.card?.wallet ? 'wallet' : 'card';
  return /(_debit|_bank_account|_transfer|^customer_balance)$/.test(details.type) ? 'bank' : 'wallet';
}

/**
 * Converts to Stripe's minor units. They are those of ISO 4217 except for three currencies: ISK and UGX have two decimals at Stripe
 * and none in ISO 4217, MGA has none at Stripe and two in ISO 4217.
 */
export function amountOf({ amount, currency }: Money): { amount: number; currency: string } {
  const counted = currency === 'MGA' ? amount / 100 : TWO_DECIMALS.has(currency) ? amount * 100 : amount;
  return { amount: counted, currency: currency.toLowerCase() };
}

export function moneyOf(amount: number, code: string): Money {
  const currency = code.toUpperCase();
  const counted = currency === 'MGA' ? amount * 100 : TWO_DECIMALS.has(currency) ? amount / 100 : amount;
  return { amount: counted, currency };
}

const TWO_DECIMALS = new Set(['ISK', 'UGX']);
