import { DomainError, type Money, assertNever, sameMoney, present } from '@waybill/kernel';
import { paymentErrors } from './payment.errors.js';

/** `…ing`: a request to the gateway is in flight and its outcome unknown. */
export type Status =
  'authorizing' | 'authorized' | 'declined' | 'capturing' | 'captured' | 'failed' | 'voiding' | 'voided';

export type Method = 'card' | 'bank' | 'wallet';

/** Why it was refused, for programs and for customers. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

/** The current authorization, while another amount is requested to replace it. */
export interface Held {
  readonly amount: number;
  readonly currency: string;
  readonly gatewayId: string;
  readonly method: Method;
}

/** The money of one order. Amounts in minor units of `currency`. */
export interface Payment {
  readonly status: Status;
  readonly amount: number;
  readonly currency: string;
  /** The gateway's id of the payment; null until it is known. */
  readonly gatewayId: string | null;
  readonly method: Method | null;
  /** The requested amount of the capture; 0 before a capture. */
  readonly toCapture: number;
  readonly captured: number;
  /** Sum of refunds in flight. */
  readonly refunding: number;
  readonly refunded: number;
  readonly refusal: Refusal | null;
  /** Number of the amount: 0 is the first, a later one replaces it. */
  readonly revision: number;
  /** The previous authorization, kept until the newer one succeeds. */
  readonly held: Held | null;
  /** Why the newest revision was declined; the previous amount stays authorized. */
  readonly unchanged: Refusal | null;
}

/**
 * How to handle a command. `call`: call the gateway. `answer`: publish this outcome. `refuse`: the payment is in the wrong state.
 * `decline`: the amount cannot be authorized. `wait`: store the command until the call in flight has ended. `nothing`: the command
 * is outdated, or the call in flight is for the same command and answers it.
 */
export type Decision =
  | { readonly then: 'call' }
  | { readonly then: 'answer'; readonly with: Outcome }
  | { readonly then: 'refuse'; readonly refusal: Refusal }
  | { readonly then: 'decline'; readonly refusal: Refusal }
  | { readonly then: 'wait' }
  | { readonly then: 'nothing' };

export type Outcome = 'authorized' | 'declined' | 'captured' | 'failed' | 'voided';

export const MISMATCH: Refusal = {
  code: 'GATEWAY_MISMATCH',
  detail: 'The payment provider took another amount than was asked; it is given back.',
};

const TAKEN: Refusal = { code: 'PAYMENT_TAKEN', detail: 'The payment was taken already.' };

const CALL: Decision = { then: 'call' };
const WAIT: Decision = { then: 'wait' };
const NOTHING: Decision = { then: 'nothing' };

/** Authorizes once per revision, and never after a void. A later revision replaces the amount of the earlier one. */
export function decideAuthorize(payment: Payment | undefined, amount: Money, revision = 0): Decision {
  if (!payment) return CALL;
  const { status } = payment;
  if (status === 'voiding') return WAIT;
  if (status === 'voided') return answer('voided');
  if (revision < payment.revision) return NOTHING;
  if (revision > payment.revision) return decideChange(status);
  if (payment.unchanged) return answer('declined');
  if (!sameMoney(payment, amount)) {
    throw new DomainError(
      paymentErrors.PAYMENT_EXISTS,
      'The order already has a payment with another amount.',
    );
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
    default:
      return assertNever(status);
  }
}

/** Only an authorized payment can be authorized again with another amount; a captured one can only be refunded. */
function decideChange(status: Exclude<Status, 'voiding' | 'voided'>): Decision {
  switch (status) {
    case 'authorizing':
      return WAIT;
    case 'authorized':
      return CALL;
    case 'declined':
      return answer('declined');
    case 'capturing':
    case 'captured':
    case 'failed':
      return { then: 'decline', refusal: TAKEN };
    default:
      return assertNever(status);
  }
}

/** Authorizes the newer amount while the older one stays authorized. */
export function startChange<P extends Payment>(payment: P, { amount, currency }: Money, revision: number): P {
  const held = {
    amount: payment.amount,
    currency: payment.currency,
    gatewayId: present(payment.gatewayId, 'the gateway’s id of the payment'),
    method: present(payment.method, 'the method of the payment'),
  };
  const asked = { status: 'authorizing' as const, amount, currency, gatewayId: null, method: null };
  return { ...payment, ...asked, revision, held, unchanged: null };
}

/** Captures at most the authorized amount, once. */
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

/** Voids the authorization once its outcome is known. A captured payment is refunded instead. */
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
      // After a refused capture the authorization is still there. A capture of a wrong amount is refunded anyway.
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

function answer(outcome: Outcome): Decision {
  return { then: 'answer', with: outcome };
}

function refuse(code: string, detail: string): Decision {
  return { then: 'refuse', refusal: { code, detail } };
}
