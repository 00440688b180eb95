import type { OrderId } from '@waybill/contracts/ids';
import { type Money, present } from '@waybill/kernel';
import type { Status } from './payment.js';

/** A payment at the gateway. `open`: declined or undecided, without money. */
export interface GatewayEntry {
  readonly gatewayId: string;
  /** Absent if the gateway's payment names no order. */
  readonly orderId: OrderId | null;
  readonly status: 'open' | 'authorized' | 'captured' | 'voided';
  readonly amount: Money;
  readonly captured: number;
  readonly refunded: number;
}

/** Our record of a payment. Amounts in minor units of `currency`. */
export interface OurEntry {
  readonly orderId: OrderId;
  readonly gatewayId: string | null;
  /** An older amount that stays authorized while a newer one is requested. */
  readonly heldId: string | null;
  readonly status: Status;
  readonly amount: number;
  readonly currency: string;
  readonly captured: number;
  readonly refunding: number;
  readonly refunded: number;
}

export type DifferenceKind =
  'NOT_OURS' | 'CHARGED_TWICE' | 'NOT_AT_GATEWAY' | 'STATUS' | 'AMOUNT' | 'CAPTURED' | 'REFUNDED';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly orderId: OrderId | null;
  readonly gatewayId: string;
  readonly ours: string;
  readonly theirs: string;
  /** What a person should do. */
  readonly advice: string;
}

const ADVICE: Readonly<Record<DifferenceKind, string>> = {
  NOT_OURS: 'find out at the gateway whose it is; void or refund it there if nobody’s',
  CHARGED_TWICE: 'void or refund this one at the gateway: the order has another payment',
  NOT_AT_GATEWAY: 'is STRIPE_API_KEY of the right account? Otherwise ask the gateway’s support for this id',
  STATUS:
    'somebody acted at the gateway by hand, or a webhook and its answer were lost: make the order follow',
  AMOUNT: 'compare with the order’s total; refund the difference at the gateway, or void and authorize anew',
  CAPTURED: 'compare with the order’s total; refund what is too much at the gateway',
  REFUNDED: 'a refund was made or failed at the gateway without us: book it with the order, or make it good',
};

/** The differences between the gateway's payment and ours. Payments with a request in flight are skipped. */
export function compare(ours: OurEntry | undefined, theirs: GatewayEntry): Difference[] {
  const { gatewayId } = theirs;
  const differ = (kind: DifferenceKind, our: string, their: string): Difference[] => [
    { kind, orderId: theirs.orderId, gatewayId, ours: our, theirs: their, advice: ADVICE[kind] },
  ];
  const money = `${theirs.status}, ${left(theirs)} ${theirs.amount.currency}`;
  if (!ours) return left(theirs) > 0 ? differ('NOT_OURS', 'no payment', money) : [];
  const inFlight = /ing$/.test(ours.status);
  if (ours.gatewayId !== gatewayId) {
    const known = ours.heldId === gatewayId || (inFlight && ours.gatewayId === null);
    return left(theirs) > 0 && !known ? differ('CHARGED_TWICE', ours.gatewayId ?? ours.status, money) : [];
  }
  if (inFlight) return [];
  if (!ALLOWED[ours.status as Settled].includes(theirs.status)) {
    // A payment that was captured by mistake and refunded stays `captured` at the gateway. That is no difference.
    return left(theirs) > 0 || isAlive(ours) ? differ('STATUS', ours.status, theirs.status) : [];
  }
  const { amount, currency } = theirs.amount;
  return [
    ...(amount === ours.amount && currency === ours.currency
      ? []
      : differ('AMOUNT', `${ours.amount} ${ours.currency}`, `${amount} ${currency}`)),
    ...(ours.status !== 'captured' || theirs.captured === ours.captured
      ? []
      : differ('CAPTURED', String(ours.captured), String(theirs.captured))),
    ...(within(theirs.refunded, ours.refunded, ours.refunded + ours.refunding)
      ? []
      : differ('REFUNDED', String(ours.refunded), String(theirs.refunded))),
  ];
}

/** A payment of ours that the gateway does not know. */
export function missing({ orderId, gatewayId, status }: OurEntry): Difference {
  const kind = 'NOT_AT_GATEWAY';
  const known = present(gatewayId, 'the gateway’s id of the payment');
  return { kind, orderId, gatewayId: known, ours: status, theirs: 'nothing', advice: ADVICE[kind] };
}

type Settled = Exclude<Status, 'authorizing' | 'capturing' | 'voiding'>;
const ALLOWED: Readonly<Record<Settled, readonly GatewayEntry['status'][]>> = {
  authorized: ['authorized'],
  captured: ['captured'],
  voided: ['voided'],
  // The authorization stays after a capture that the bank refused. An authorization of a wrong amount is declined here and voided there.
  failed: ['authorized', 'voided'],
  declined: ['voided', 'open'],
};

function left({ status, amount, captured, refunded }: GatewayEntry): number {
  if (status === 'authorized') return amount.amount;
  return status === 'captured' ? captured - refunded : 0;
}

function isAlive({ status, captured, refunded }: OurEntry): boolean {
  return status === 'authorized' || (status === 'captured' && captured > refunded);
}

function within(amount: number, low: number, high: number): boolean {
  return amount >= low && amount <= high;
}
