import type { OrderRecord, ParcelRow, PaymentRow } from './audit-records.js';
import {
  type Equation,
  type Finding,
  type Moment,
  isRecent,
  finding,
  money,
  same,
  sum,
  time,
} from './findings.js';

/** Checks an order with its stock, payments and shipments. */
export function checkOrder(record: OrderRecord, moment: Moment): Finding[] {
  const { order, saga, reservation, payments, refunds, parcels } = record;
  const authorized = payments.flatMap(checkPayment);
  const rows = [order, saga, reservation, ...payments, ...refunds, ...parcels];
  if (isRecent(rows, moment)) return authorized;
  // While the saga runs, stock and money are in transition.
  const atRest = !saga || saga.status === 'ended';
  const findings = [
    ...authorized,
    ...checkRefunds(record),
    ...checkDeadline(record, moment),
    ...checkEndings(record),
    ...(atRest
      ? [...checkHeld(record), ...checkOwed(record), ...checkTold(record), ...checkJourney(record)]
      : []),
  ];
  const byHand = [...(saga?.byHand ?? []), ...(record.settled > 0 ? ['refund'] : [])];
  const settled = new Set(byHand.flatMap((step) => concernOf(step)));
  return findings.map((finding) => (settled.has(finding.equation) ? { ...finding, byHand: true } : finding));
}

/** The checks that a step done by hand explains. */
function concernOf(step: string): readonly Equation[] {
  const what = step.replace('undo ', '');
  if (what === 'reserve' || what === 'authorize') return ['held'];
  if (what === 'book') return ['held', 'ending'];
  return ['owed', 'refunds'];
}

/** The phase of an order with regard to stock and money. */
type Phase = 'begins' | 'stands' | 'void';

function phaseOf(status: string | undefined): Phase {
  switch (status) {
    case 'CONFIRMED':
    case 'SHIPPED':
    case 'DELIVERED':
      return 'stands';
    case 'REJECTED':
    case 'CANCELLED':
    case 'DRAFT':
    case undefined:
      return 'void';
    default:
      return 'begins';
  }
}

function checkHeld({ id, order, reservation, payments, parcels }: OrderRecord): Finding[] {
  const goods = reservation?.status === 'reserved' || reservation?.status === 'waiting';
  const held = [
    ...(goods ? ['stock'] : []),
    ...(payments.some((payment) => partsOf(payment).pending > 0) ? ['money'] : []),
    ...(parcels.some((parcel) => isAlive(parcel) && !hasLeft(parcel)) ? ['a shipment'] : []),
  ];
  const missing = [
    ...(goods || reservation?.status === 'committed' ? [] : ['stock']),
    ...(parcels.some(isAlive) ? [] : ['a shipment']),
  ];
  const status = order?.status ?? 'no order';
  switch (phaseOf(order?.status)) {
    case 'begins':
      return [];
    case 'void':
      return same('held', id, `${status}: holds nothing`, `${status}: holds ${held.join(', ') || 'nothing'}`);
    case 'stands':
      return same(
        'held',
        id,
        `${status}: lacks nothing`,
        `${status}: lacks ${missing.join(', ') || 'nothing'}`,
      );
  }
}

const GONE = new Set(['refused', 'cancelled']);
const LEFT = new Set(['shipped', 'delivered']);

function isAlive({ status }: ParcelRow): boolean {
  return !GONE.has(status);
}

export function hasLeft({ status }: ParcelRow): boolean {
  return LEFT.has(status);
}

function checkOwed({ id, order, payments }: OrderRecord): Finding[] {
  const phase = phaseOf(order?.status);
  if (phase === 'begins') return [];
  const owed = phase === 'void' || !order ? 0 : order.total - order.refunded;
  const kept = sum(payments, ({ captured, refunded }) => captured - refunded);
  // A refund in progress may or may not be recorded in the order.
  const onItsWay = sum(payments, ({ refunding }) => refunding);
  return kept - onItsWay <= owed && owed <= kept ? [] : [finding('owed', id, money(owed), money(kept))];
}

/** Compares the payment's sums with its single refunds. Both are written in one transaction. */
function checkRefunds({ id, payments, refunds }: OrderRecord): Finding[] {
  const each = (status: string) =>
    sum(
      refunds.filter((refund) => refund.status === status),
      ({ amount }) => amount,
    );
  const sums = `${money(sum(payments, ({ refunded }) => refunded))}, and ${money(sum(payments, ({ refunding }) => refunding))} pending`;
  return same('refunds', id, sums, `${money(each('refunded'))}, and ${money(each('refunding'))} pending`);
}

function checkTold({ id, order, payments }: OrderRecord): Finding[] {
  if (payments.some(({ refunding }) => refunding > 0)) return [];
  const paid = money(sum(payments, ({ refunded }) => refunded));
  return same(
    'refunds',
    id,
    `${paid} reported to the customer`,
    `${money(order?.refunded ?? 0)} reported to the customer`,
  );
}

function checkPayment(payment: PaymentRow): Finding[] {
  const { orderId, status, captured } = payment;
  const { authorized, voided, pending } = partsOf(payment);
  return same(
    'authorized',
    orderId,
    `${status}: ${money(authorized)}`,
    `${status}: ${money(captured)} captured, ${money(voided)} voided, ${money(pending)} pending`,
    authorized === captured + voided + pending,
  );
}

/** The parts of an authorized amount that are not captured, by the status of the payment. */
function partsOf({ status, gatewayId, amount, toCapture, refusal, held }: PaymentRow) {
  if (status === 'authorizing')
    return { authorized: held?.amount ?? 0, voided: 0, pending: held?.amount ?? 0 };
  const authorized = gatewayId === null || status === 'declined' ? 0 : amount;
  const givenBack = status === 'failed' && refusal?.code === 'GATEWAY_MISMATCH';
  switch (status) {
    case 'captured':
      return { authorized, voided: authorized - toCapture, pending: 0 };
    case 'voided':
      return { authorized, voided: authorized, pending: 0 };
    default:
      return givenBack
        ? { authorized, voided: authorized, pending: 0 }
        : { authorized, voided: 0, pending: authorized };
  }
}

function checkEndings({ id, order }: OrderRecord): Finding[] {
  const ends = order?.endings ?? [];
  return ends.length <= 1 ? [] : [finding('ending', id, 'one end', ends.join(', '))];
}

function checkJourney({ id, order, parcels }: OrderRecord): Finding[] {
  if (!order) return [];
  const { status } = order;
  const alive = parcels.filter(isAlive);
  const delivered = alive.length > 0 && alive.every((parcel) => parcel.status === 'delivered');
  if (delivered) return same('ending', id, 'DELIVERED', status);
  if (alive.some(hasLeft)) return same('ending', id, 'SHIPPED', status);
  return TRAVELS.has(status)
    ? [finding('ending', id, 'a dispatched shipment', `none, and the order is ${status}`)]
    : [];
}

const TRAVELS = new Set(['SHIPPED', 'DELIVERED']);

/** How long an order without a saga may stay between two steps. */
const PATIENCE_MS = 15 * 60_000;
const STEPS = new Set(['PENDING', 'RESERVED', 'AUTHORIZED', 'CANCELLING']);

function checkDeadline({ id, order, saga, reservation }: OrderRecord, { at, graceMs }: Moment): Finding[] {
  const late = new Date(at.getTime() - graceMs);
  if (saga && saga.status !== 'ended') {
    // Backorders have no deadline.
    if (reservation?.status === 'waiting') return [];
    if (saga.deadline && saga.deadline >= late) return [];
    return [
      finding(
        'deadline',
        id,
        `a reply by ${time(saga.deadline)}`,
        `${saga.status}, ${order?.status ?? 'no order'}`,
      ),
    ];
  }
  if (!order || !STEPS.has(order.status)) return [];
  const isDriven = saga && !saga.isFollowing;
  if (!isDriven && order.updatedAt.getTime() >= at.getTime() - PATIENCE_MS) return [];
  return [finding('deadline', id, 'a saga that drives it', `${order.status} since ${time(order.updatedAt)}`)];
}
