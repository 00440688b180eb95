import { assertNever } from '@waybill/kernel';
import type {
  Book,
  Line,
  OrderBook,
  ParcelBook,
  ParcelRow,
  PaymentRow,
  ReturnBook,
  StockBook,
  WaitingBook,
} from './books.js';

/** What must hold, in one sentence each. */
export const EQUATIONS = {
  stock: 'units received less units shipped equal the units on hand',
  reserved: 'reserved units equal the units of open reservations',
  shipped: 'units shipped equal the units taken from stock',
  restocked: 'units restocked by returns equal the units added to stock',
  held: 'stock, payment and shipment are held for open orders only',
  authorized: 'every authorized amount is captured, voided or pending',
  owed: 'the captured amount less refunds equals what the order owes',
  refunds: 'each refund reported to the customer was paid',
  ending: 'an order ends once, and its status matches its shipments',
  deadline: 'every open order has a process that drives it, with a deadline',
  published: 'every message sent by the outbox is in its topic',
  origin: 'every message in a topic comes from an outbox',
  effect: 'every message was handled by each of its consumers',
  view: 'every view matches its events',
  stuck: 'nothing waits longer than it should',
} as const;
export type Equation = keyof typeof EQUATIONS;

export interface Finding {
  readonly equation: Equation;
  /** Of the order, SKU, parcel, message or view that it is about. */
  readonly id: string;
  readonly expected: string;
  readonly found: string;
  /** An operator settled this by hand: it is counted apart. */
  readonly byHand?: boolean;
}

export interface Moment {
  readonly at: Date;
  /** What changed within so many milliseconds before is still on its way. */
  readonly graceMs: number;
}

/** The findings of one book: none when all that can be said of it holds, or when it is still on its way. */
export function judge(book: Book, moment: Moment): Finding[] {
  switch (book.kind) {
    case 'stock':
      return judgeStock(book);
    case 'parcel':
      return judgeParcel(book, moment);
    case 'return':
      return judgeReturn(book, moment);
    case 'order':
      return judgeOrder(book, moment);
    case 'message': {
      const { id, type, topic, inTopic, outbox, missing } = book;
      if (!inTopic) return outbox === 'sent' ? [lie('published', id, `${type} in ${topic}`, 'nothing')] : [];
      const unknown =
        outbox === 'unknown' ? [lie('origin', id, 'a row in an outbox', `${type} in ${topic}`)] : [];
      const effects = missing.map((consumer) =>
        lie('effect', id, `a claim of ${consumer}`, `none, of ${type} in ${topic}`),
      );
      return [...unknown, ...effects];
    }
    case 'view': {
      const { name, differences } = book;
      return same('view', name, '0 rows that differ', `${differences} rows that differ`);
    }
    case 'waiting':
      return judgeWaiting(book, moment);
    default:
      return assertNever(book);
  }
}

function judgeStock({ tenant, sku, onHand, reserved, houses }: StockBook): Finding[] {
  const id = `${tenant}/${sku}`;
  return [
    ...same('stock', id, pieces(sum(houses, (house) => house.onHand)), pieces(onHand)),
    ...same('reserved', id, pieces(sum(houses, (house) => house.reserved)), pieces(reserved)),
    ...houses.flatMap((house) => [
      ...same('stock', `${id}/${house.warehouse}`, pieces(house.moved), pieces(house.onHand)),
      ...same('reserved', `${id}/${house.warehouse}`, pieces(house.held), pieces(house.reserved)),
    ]),
  ];
}

function judgeReturn({ id, returned, restocked }: ReturnBook, moment: Moment): Finding[] {
  if (returned && (returned.status !== 'COMPLETED' || isRecent([returned], moment))) return [];
  return same('restocked', id, goods(returned?.lines ?? []), goods(restocked));
}

function judgeParcel({ id, parcel, taken }: ParcelBook, moment: Moment): Finding[] {
  if (parcel && isRecent([parcel], moment)) return [];
  const left = parcel && hasLeft(parcel) ? parcel.lines : [];
  return same('shipped', id, goods(left), goods(taken));
}

function judgeOrder(book: OrderBook, moment: Moment): Finding[] {
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

function hasLeft({ status }: ParcelRow): boolean {
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

function judgeWaiting({ service, what, id, since, detail }: WaitingBook, { at, graceMs }: Moment): Finding[] {
  if (PASSES.has(what) && since.getTime() > at.getTime() - graceMs) return [];
  return [lie('stuck', id, `no ${what} that waits in ${service}`, `${detail}, since ${time(since)}`)];
}

/** Waits of these end by themselves. */
const PASSES = new Set<WaitingBook['what']>(['message', 'effect']);

function isRecent(rows: readonly ({ updatedAt: Date } | undefined)[], { at, graceMs }: Moment): boolean {
  return rows.some((row) => row && row.updatedAt.getTime() > at.getTime() - graceMs);
}

function same(
  equation: Equation,
  id: string,
  expected: string,
  found: string,
  holds = expected === found,
): Finding[] {
  return holds ? [] : [lie(equation, id, expected, found)];
}

function lie(equation: Equation, id: string, expected: string, found: string): Finding {
  return { equation, id, expected, found };
}

function sum<Row>(rows: readonly Row[], amount: (row: Row) => number): number {
  return rows.reduce((total, row) => total + amount(row), 0);
}

function goods(lines: readonly Line[]): string {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  const named = [...quantities].filter(([, quantity]) => quantity !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return named.map(([sku, quantity]) => `${quantity} ${sku}`).join(', ') || 'nothing';
}

function pieces(count: number): string {
  return `${count} pieces`;
}

/** Minor units: the currency is the order's. */
function money(amount: number): string {
  return (amount / 100).toFixed(2);
}

function time(at: Date | null): string {
  return at?.toISOString() ?? 'no deadline';
}
