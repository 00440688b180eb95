import { type Money, assertNever, sameMoney } from '@waybill/kernel';
import { MISMATCH, type Method, type Payment, type Refusal } from './payment.js';

/** What the gateway says that a payment is, once it can say it. */
export type GatewayPayment =
  | {
      readonly status: 'authorized';
      readonly gatewayId: string;
      readonly amount: Money;
      readonly method: Method;
    }
  | {
      readonly status: 'captured';
      readonly gatewayId: string;
      readonly amount: Money;
      readonly captured: Money;
      readonly method: Method;
    }
  | { readonly status: 'voided'; readonly gatewayId: string }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/** The payment once the gateway has spoken; undefined when that tells nothing new about the call in flight. */
export function learn<P extends Payment>(payment: P, seen: GatewayPayment): P | undefined {
  const { status } = payment;
  switch (status) {
    case 'authorizing':
      return learnAuthorization(payment, seen);
    case 'capturing':
      return learnCapture(payment, seen);
    case 'voiding':
      return learnVoid(payment, seen);
    case 'authorized':
    case 'declined':
    case 'captured':
    case 'failed':
    case 'voided':
      return undefined;
    default:
      return assertNever(status);
  }
}

const CANCELLED: Refusal = {
  code: 'AUTHORIZATION_CANCELLED',
  detail: 'The authorization ended before it was used.',
};

function learnAuthorization<P extends Payment>(payment: P, seen: GatewayPayment): P {
  switch (seen.status) {
    case 'authorized':
    case 'captured': {
      const { gatewayId, method, amount } = seen;
      if (!sameMoney(amount, payment))
        return { ...payment, status: 'declined', gatewayId, refusal: MISMATCH };
      return { ...payment, status: 'authorized', gatewayId, method };
    }
    case 'voided':
      return { ...payment, status: 'declined', gatewayId: seen.gatewayId, refusal: CANCELLED };
    case 'refused':
      return { ...payment, status: 'declined', refusal: seen.refusal };
    default:
      return assertNever(seen);
  }
}

function learnCapture<P extends Payment>(payment: P, seen: GatewayPayment): P | undefined {
  switch (seen.status) {
    case 'authorized':
      return undefined;
    case 'captured': {
      const { toCapture, currency } = payment;
      if (!sameMoney(seen.captured, { amount: toCapture, currency }))
        return { ...payment, status: 'failed', refusal: MISMATCH };
      return { ...payment, status: 'captured', captured: toCapture };
    }
    case 'voided':
      return { ...payment, status: 'failed', refusal: CANCELLED };
    case 'refused':
      return { ...payment, status: 'failed', refusal: seen.refusal };
    default:
      return assertNever(seen);
  }
}

/** The gateway may have captured what we believed to be lost: then that is what the payment is. */
function learnVoid<P extends Payment>(payment: P, seen: GatewayPayment): P | undefined {
  switch (seen.status) {
    case 'voided':
      return { ...payment, status: 'voided' };
    case 'captured':
      return {
        ...payment,
        status: 'captured',
        toCapture: seen.captured.amount,
        captured: seen.captured.amount,
      };
    case 'authorized':
    case 'refused':
      return undefined;
    default:
      return assertNever(seen);
  }
}
