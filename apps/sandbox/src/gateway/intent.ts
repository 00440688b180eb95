import { authenticationDecline, type Decline, type TestMethod } from './payment-methods.js';

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'canceled'
  | 'succeeded';

/** A stored payment method that was created from one of the test methods. */
export interface Method {
  id: string;
  testId: string;
}

export interface Charge {
  id: string;
  created: number;
  method: Method;
  amount: number;
  captured: number;
  failure: Decline | null;
}

/** A payment: its amounts in minor units, its attempts, times in seconds. */
export interface Intent {
  id: string;
  clientSecret: string;
  created: number;
  amount: number;
  currency: string;
  captureMethod: 'automatic' | 'automatic_async' | 'manual';
  methodTypes: string[];
  description: string | null;
  metadata: Record<string, string>;
  status: IntentStatus;
  method: Method | null;
  charges: Charge[];
  captured: number;
  canceledAt: number | null;
  cancellationReason: string | null;
}

/** An attempt to authorize, and whether the customer is present to authenticate. */
export interface Attempt {
  method: Method;
  test: TestMethod;
  chargeId: string;
  at: number;
  customer: 'present' | 'absent';
}

export const confirmable: readonly IntentStatus[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
];
export const cancelable: readonly IntentStatus[] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
];

export function confirm(intent: Intent, attempt: Attempt): Intent {
  const { outcome } = attempt.test;
  switch (outcome.kind) {
    case 'approved':
      return approve(intent, attempt);
    case 'declined':
      return decline(intent, attempt, outcome);
    case 'authentication-required':
      if (attempt.customer === 'absent') return decline(intent, attempt, authenticationDecline);
      return { ...intent, status: 'requires_action', method: attempt.method };
    default:
      return outcome satisfies never;
  }
}

function approve(intent: Intent, attempt: Attempt): Intent {
  const captured = intent.captureMethod === 'manual' ? 0 : intent.amount;
  const charge = chargeOf(intent, attempt, { captured, failure: null });
  const status = intent.captureMethod === 'manual' ? 'requires_capture' : 'succeeded';
  return { ...intent, status, method: attempt.method, captured, charges: [...intent.charges, charge] };
}

function decline(intent: Intent, attempt: Attempt, outcome: Decline): Intent {
  const { code, declineCode, message } = outcome;
  const charge = chargeOf(intent, attempt, { captured: 0, failure: { code, declineCode, message } });
  return { ...intent, status: 'requires_payment_method', method: null, charges: [...intent.charges, charge] };
}

function chargeOf(intent: Intent, attempt: Attempt, end: Pick<Charge, 'captured' | 'failure'>): Charge {
  return { id: attempt.chargeId, created: attempt.at, method: attempt.method, amount: intent.amount, ...end };
}

/** Captures `amount` and releases the rest of the authorization. */
export function capture(intent: Intent, amount: number): Intent {
  const charges = intent.charges.map((charge) => (charge.failure ? charge : { ...charge, captured: amount }));
  return { ...intent, status: 'succeeded', captured: amount, charges };
}

export function cancel(intent: Intent, reason: string | null, at: number): Intent {
  return { ...intent, status: 'canceled', canceledAt: at, cancellationReason: reason };
}

export function capturable(intent: Intent): number {
  return intent.status === 'requires_capture' ? intent.amount : 0;
}

export function latestCharge(intent: Intent): Charge | undefined {
  return intent.charges.at(-1);
}
