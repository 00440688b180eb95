import type { OrderBook, ParcelRow, PaymentRow } from './books.js';
import {
  type Equation,
  type Finding,
  type Moment,
  isRecent,
  lie,
  money,
  same,
  sum,
  time,
} from './findings.js';

/** What must hold of an order, its goods, its money and its parcels. */
export function judgeOrder(book: OrderBook, moment: Moment): Finding[] {
  const { order, saga, reservation, payments, refunds, parcels } = book;
  const authorized = payments.flatMap(judgePayment);
  const rows = [order, saga, reservation, ...payments, ...refunds, ...parcels];
  if (isRecent(rows, moment)) return authorized;
  // While its saga runs, goods and money may be on either side.
  const atRest = !saga || saga.status === 'ended';
  const findings = [
    ...authorized,
    ...judgeRefunds(book),
    ...judgeDeadline(book, moment),
    ...judgeEndings(book),
    ...(atRest ? [...judgeHeld(book), ...judgeOwed(book), ...judgeTold(book), ...judgeJourney(book)] : []),
  ];
  const byHand = [...(saga?.byHand ?? []), ...(book.settled > 0 ? ['refund'] : [])];
  const settled = new Set(byHand.flatMap((step) => concernOf(step)));
  return findings.map((finding) => (settled.has(finding.equation) ? { ...finding, byHand: true } : finding));
}

/** What an operator who did a step by hand has answered for. */
function concernOf(step: string): readonly Equation[] {
  const what = step.replace('undo ', '');
  if (what === 'reserve' || what === 'authorize') return ['held'];
  if (what === 'book') return ['held', 'ending'];
  return ['owed', 'refunds'];
}

/** What an order is, as far as its goods and its money are concerned. */
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

function judgeHeld({ id, order, reservation, payments, parcels }: OrderBook): Finding[] {
  const goods = reservation?.status === 'reserved' || reservation?.status === 'waiting';
  const held = [
    ...(goods ? ['goods'] : []),
    ...(payments.some((payment) => partsOf(payment).pending > 0) ? ['money'] : []),
    ...(parcels.some((parcel) => isAlive(parcel) && !hasLeft(parcel)) ? ['a parcel'] : []),
  ];
  const missing = [
    ...(goods || reservation?.status === 'committed' ? [] : ['goods']),
    ...(parcels.some(isAlive) ? [] : ['a parcel']),
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

function judgeOwed({ id, order, payments }: OrderBook): Finding[] {
  const phase = phaseOf(order?.status);
  if (phase === 'begins') return [];
  const owed = phase === 'void' || !order ? 0 : order.total - order.refunded;
  const kept = sum(payments, ({ captured, refunded }) => captured - refunded);
  // What is on its way back has left the order's books, or not yet.
  const onItsWay = sum(payments, ({ refunding }) => refunding);
  return kept - onItsWay <= owed && owed <= kept ? [] : [lie('owed', id, money(owed), money(kept))];
}

/** The payment's sums and the single refunds, which are written together. */
function judgeRefunds({ id, payments, refunds }: OrderBook): Finding[] {
  const each = (status: string) =>
    sum(
      refunds.filter((refund) => refund.status === status),
      ({ amount }) => amount,
    );
  const sums = `${money(sum(payments, ({ refunded }) => refunded))}, and ${money(sum(payments, ({ refunding }) => refunding))} under way`;
  return same('refunds', id, sums, `${money(each('refunded'))}, and ${money(each('refunding'))} under way`);
}

function judgeTold({ id, order, payments }: OrderBook): Finding[] {
  if (payments.some(({ refunding }) => refunding > 0)) return [];
  const paid = money(sum(payments, ({ refunded }) => refunded));
  return same(
    'refunds',
    id,
    `${paid} told to the customer`,
    `${money(order?.refunded ?? 0)} told to the customer`,
  );
}

function judgePayment(payment: PaymentRow): Finding[] {
  const { orderId, status, captured } = payment;
  const { authorized, letGo, pending } = partsOf(payment);
  return same(
    'authorized',
    orderId,
    `${status}: ${money(authorized)}`,
    `${status}: ${money(captured)} captured, ${money(letGo)} let go, ${money(pending)} pending`,
    authorized === captured + letGo + pending,
  );
}

/** What the status says of an authorized amount, apart from what is captured of it. */
function partsOf({ status, gatewayId, amount, toCapture, refusal, held }: PaymentRow) {
  if (status === 'authorizing')
    return { authorized: held?.amount ?? 0, letGo: 0, pending: held?.amount ?? 0 };
  const authorized = gatewayId === null || status === 'declined' ? 0 : amount;
  const givenBack = status === 'failed' && refusal?.code === 'GATEWAY_MISMATCH';
  switch (status) {
    case 'captured':
      return { authorized, letGo: authorized - toCapture, pending: 0 };
    case 'voided':
      return { authorized, letGo: authorized, pending: 0 };
    default:
      return givenBack
        ? { authorized, letGo: authorized, pending: 0 }
        : { authorized, letGo: 0, pending: authorized };
  }
}

function judgeEndings({ id, order }: OrderBook): Finding[] {
  const ends = order?.endings ?? [];
  return ends.length <= 1 ? [] : [lie('ending', id, 'one end', ends.join(', '))];
}

function judgeJourney({ id, order, parcels }: OrderBook): Finding[] {
  if (!order) return [];
  const { status } = order;
  const alive = parcels.filter(isAlive);
  const delivered = alive.length > 0 && alive.every((parcel) => parcel.status === 'delivered');
  if (delivered) return same('ending', id, 'DELIVERED', status);
  if (alive.some(hasLeft)) return same('ending', id, 'SHIPPED', status);
  return TRAVELS.has(status) ? [lie('ending', id, 'a parcel that has left', `none, and ${status}`)] : [];
}

const TRAVELS = new Set(['SHIPPED', 'DELIVERED']);

/** How long an order may be between two steps that no saga drives. */
const PATIENCE_MS = 15 * 60_000;
const STEPS = new Set(['PENDING', 'RESERVED', 'AUTHORIZED', 'CANCELLING']);

function judgeDeadline({ id, order, saga, reservation }: OrderBook, { at, graceMs }: Moment): Finding[] {
  const late = new Date(at.getTime() - graceMs);
  if (saga && saga.status !== 'ended') {
    // Goods that are waited for have no deadline.
    if (reservation?.status === 'waiting') return [];
    if (saga.deadline && saga.deadline >= late) return [];
    return [
      lie(
        'deadline',
        id,
        `an answer by ${time(saga.deadline)}`,
        `${saga.status}, ${order?.status ?? 'no order'}`,
      ),
    ];
  }
  if (!order || !STEPS.has(order.status)) return [];
  const isDriven = saga && !saga.isFollowing;
  if (!isDriven && order.updatedAt.getTime() >= at.getTime() - PATIENCE_MS) return [];
  return [lie('deadline', id, 'somebody who drives it', `${order.status} since ${time(order.updatedAt)}`)];
}
