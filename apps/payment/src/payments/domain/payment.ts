import { DomainError, type Money, assertNever, sameMoney } from '@waybill/kernel';

/** `…ing`: the gateway was asked and what came of it is not known yet. */
export type Status =
  'authorizing' | 'authorized' | 'declined' | 'capturing' | 'captured' | 'failed' | 'voiding' | 'voided';

export type Method = 'card' | 'bank' | 'wallet';

/** Why it was refused, for programs and for customers. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

/** The money of one order. Amounts in minor units of `currency`. */
export interface Payment {
  readonly status: Status;
  readonly amount: number;
  readonly currency: string;
  /** The gateway's name for it, as soon as that is known. */
  readonly gatewayId: string | null;
  readonly method: Method | null;
  /** What the capture is asked for; 0 before. */
  readonly toCapture: number;
  readonly captured: number;
  /** On its way back to the customer, and back. */
  readonly refunding: number;
  readonly refunded: number;
  readonly refusal: Refusal | null;
}

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

/**
 * What follows from a command: the gateway is called and the payment waits for it; the command is answered at once; it waits
 * for the call in flight; or that call's answer will be its own.
 */
export type Decision =
  | { readonly then: 'call' }
  | { readonly then: 'answer'; readonly with: Outcome }
  | { readonly then: 'refuse'; readonly refusal: Refusal }
  | { readonly then: 'wait' }
  | { readonly then: 'nothing' };

export type Outcome = 'authorized' | 'declined' | 'captured' | 'failed' | 'voided';

const CALL: Decision = { then: 'call' };
const WAIT: Decision = { then: 'wait' };
const NOTHING: Decision = { then: 'nothing' };

/** Charges nothing twice, and nothing at all once a void has come first. */
export function decideAuthorize(payment: Payment | undefined, amount: Money): Decision {
  if (!payment) return CALL;
  const { status } = payment;
  if (status !== 'voided' && status !== 'voiding' && !sameMoney(payment, amount)) {
    throw new DomainError('PAYMENT_EXISTS', 'the order has a payment of another amount');
  }
  switch (status) {
    case 'authorizing':
      return NOTHING;
    case 'authorized':
    case 'capturing':
    case 'captured':
    case 'failed':
      return answer('authorized');
    case 'declined':
      return answer('declined');
    case 'voiding':
      return WAIT;
    case 'voided':
      return answer('voided');
    default:
      return assertNever(status);
  }
}

/** Takes what is authorized, or less; once. */
export function decideCapture(payment: Payment | undefined, asked: Money): Decision {
  if (!payment) return refuse('PAYMENT_NOT_AUTHORIZED', 'The order has no payment.');
  const { status, toCapture, currency } = payment;
  const same = sameMoney(asked, { amount: toCapture, currency });
  switch (status) {
    case 'authorizing':
    case 'voiding':
      return WAIT;
    case 'authorized':
      if (asked.currency !== currency || asked.amount > payment.amount)
        return refuse('AMOUNT_NOT_AUTHORIZED', 'The amount is more than what was authorized.');
      return CALL;
    case 'capturing':
      return same ? NOTHING : refuse('CAPTURED_ALREADY', 'Another amount is being captured.');
    case 'captured':
      return same ? answer('captured') : refuse('CAPTURED_ALREADY', 'Another amount was captured.');
    case 'failed':
      return answer('failed');
    case 'declined':
    case 'voided':
      return refuse('PAYMENT_NOT_AUTHORIZED', `The payment is ${status}.`);
    default:
      return assertNever(status);
  }
}

/** Lets go what is held, once it is known what is held. What is captured is not voided but refunded, and told so. */
export function decideVoid(payment: Payment | undefined): Decision {
  if (!payment) return answer('voided');
  const { status } = payment;
  switch (status) {
    case 'authorizing':
    case 'capturing':
      return WAIT;
    case 'authorized':
      return CALL;
    case 'failed':
      // A refused capture leaves the money held; one that took a wrong amount is given back by itself.
      return payment.refusal?.code === MISMATCH.code ? answer('voided') : CALL;
    case 'voiding':
      return NOTHING;
    case 'captured':
      return answer('captured');
    case 'declined':
    case 'voided':
      return answer('voided');
    default:
      return assertNever(status);
  }
}

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

export const MISMATCH: Refusal = {
  code: 'GATEWAY_MISMATCH',
  detail: 'The payment provider took another amount than was asked; it is given back.',
};
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

function answer(outcome: Outcome): Decision {
  return { then: 'answer', with: outcome };
}

function refuse(code: string, detail: string): Decision {
  return { then: 'refuse', refusal: { code, detail } };
}
