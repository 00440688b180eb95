import { AggregateRoot, DomainError, type Money, sameMoney } from '@waybill/kernel';
import { type OrderState, type OrderStatus, evolve, initialOrder } from './order-state.js';
import type {
  Charge,
  OrderEvent,
  OrderLine,
  Pieces,
  PlacedLine,
  ReceivedLine,
  Refusal,
  Shipment,
  ShipmentBooked,
} from './order.events.js';
import { type ParcelState, isLast, isOver, without } from './parcels.js';
import {
  refundForMissing,
  refundForReceived,
  refuseUnannounced,
  refuseUnreturnable,
  returnId,
} from './returns.js';
import { currencyOf, totalOf } from './totals.js';

export const MOST_LINES = 1_000;

export interface Draft {
  readonly customerId: string;
  readonly paymentMethod?: string | undefined;
}

/** What is wanted, at the shop’s prices. */
export interface Wish {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  /** What the client showed its customer; an order of another total is refused. */
  readonly expectedTotal?: Money | undefined;
}

export interface Placement extends Wish {
  readonly customerId: string;
  readonly contact: string;
  readonly paymentMethod: string;
  /** Nobody leads the order; absent where a saga does. */
  readonly style?: 'choreographed';
}

export class Order extends AggregateRoot<OrderState, OrderEvent> {
  static readonly type = 'order';

  constructor(id: string, state: OrderState = initialOrder, version = 0) {
    super(id, state, version, evolve);
  }

  static place(id: string, placement: Placement, at: Date): Order {
    const order = new Order(id);
    order.#begin(placement, at);
    return order;
  }

  /** Begins an order that nobody but its customer knows of until it is placed. */
  static draft(id: string, { customerId, paymentMethod }: Draft, at: Date): Order {
    const order = new Order(id);
    order.record('order.drafted', { customerId, ...(paymentMethod && { paymentMethod }) }, at);
    return order;
  }

  /** The draft’s line of this SKU becomes this one. */
  putItem(line: OrderLine, at: Date): void {
    refuseUnlessDraft(this.state);
    const { lines } = this.state;
    const known = lines.find(({ sku }) => sku === line.sku);
    if (known && known.quantity === line.quantity && sameMoney(known.unitPrice, line.unitPrice)) return;
    const others = lines.filter(({ sku }) => sku !== line.sku);
    refuseMixed([...others, line]);
    if (others.length >= MOST_LINES) throw tooManyLines();
    this.record('order.item-added', line, at);
  }

  removeItem(sku: string, at: Date): void {
    refuseUnlessDraft(this.state);
    if (this.state.lines.some((line) => line.sku === sku)) this.record('order.item-removed', { sku }, at);
  }

  /** Another address until the shipment is being booked: behind that the carrier has it. */
  changeShippingAddress(contact: string, at: Date): void {
    if (this.state.status !== 'DRAFT') refuseUnlessChangeable(this.state);
    this.record('order.shipping-address-changed', { contact }, at);
  }

  /** Other lines, if stock and money can follow. Until that is known, nothing else can be changed. */
  changeLines({ lines, charges, expectedTotal }: Wish, at: Date): void {
    refuseUnlessChangeable(this.state);
    const { total } = checked({ lines, charges, expectedTotal });
    const { revision = 0 } = this.state;
    if (!sameLines(lines.map(words), this.state.lines.map(words)))
      this.record('order.lines-change-requested', { revision: revision + 1, lines, charges, total }, at);
  }

  /** `goods` say where the new lines come from. */
  linesChanged(at: Date, goods: readonly PlacedLine[] = []): void {
    const { change, lines: previous } = this.state;
    if (!change || change.refusal) return;
    const { lines, charges, total } = change;
    const from = isElsewhere(goods) ? { goods } : {};
    this.record('order.lines-changed', { lines, charges, total, previous, ...from }, at);
  }

  /** `goods` say where the old lines come from, when they were put back. */
  refuseLinesChange(why: Refusal, at: Date, goods: readonly PlacedLine[] = []): void {
    const { change, goods: before } = this.state;
    if (!change || change.refusal) return;
    const moved = goods.length > 0 && (before !== undefined || isElsewhere(goods));
    this.record('order.lines-change-refused', { ...why, ...(moved && { goods }) }, at);
  }

  /** Places a draft: with these lines, at the prices of now. */
  place(placement: Placement, at: Date): void {
    refuseUnlessDraft(this.state);
    this.#begin(placement, at);
  }

  /** `lines` say where the goods come from. */
  stockReserved(at: Date, lines: readonly PlacedLine[] = []): void {
    if (this.state.status !== 'PENDING') return;
    this.record('order.stock-reserved', isElsewhere(lines) ? { lines } : {}, at);
  }

  paymentAuthorized(paymentId: string, at: Date): void {
    if (this.state.status === 'RESERVED') this.record('order.payment-authorized', { paymentId }, at);
  }

  shipmentBooked(shipment: ShipmentBooked['data'], at: Date): void {
    if (!isBeforeConfirmation(this.state.status) || this.state.shipment) return;
    this.record('order.shipment-booked', shipment, at);
    const { captured, paymentId } = this.state;
    if (captured && paymentId) this.confirm(paymentId, at);
  }

  /** The money is taken: that confirms the order, once its shipment is known too. */
  paymentCaptured(paymentId: string, at: Date): void {
    if (this.state.shipment) return this.confirm(paymentId, at);
    if (isBeforeConfirmation(this.state.status) && !this.state.captured)
      this.record('order.payment-captured', { paymentId }, at);
  }

  confirm(paymentId: string, at: Date): void {
    if (this.state.status === 'AUTHORIZED') this.record('order.confirmed', { paymentId }, at);
  }

  /** `refund`: what was taken meanwhile and is paid back. */
  reject(why: Refusal, at: Date, refund?: Money): void {
    if (isBeforeConfirmation(this.state.status))
      this.record('order.rejected', { ...why, ...(refund ? { refund } : {}) }, at);
  }

  /** The money was taken before payment heard of the rejection, and is paid back. */
  refunded(refund: Money, at: Date): void {
    const { status, rejection } = this.state;
    if (status === 'REJECTED' && !rejection?.refund) this.record('order.refunded', { refund }, at);
  }

  /** Asks for the cancellation; what runs is compensated before the order is CANCELLED. */
  requestCancellation(reason: string, by: string, at: Date): void {
    const { status } = this.state;
    if (status === 'CANCELLING' || status === 'CANCELLED') return;
    // Nothing was sent to anybody, so nothing is to be taken back.
    if (status === 'DRAFT') return this.record('order.draft-discarded', { reason, by }, at);
    if (status === 'SHIPPED' || status === 'DELIVERED') {
      throw new DomainError(
        'ORDER_ALREADY_SHIPPED',
        'the parcel is on its way; it can be returned after delivery',
      );
    }
    if (status === 'REJECTED')
      throw new DomainError('ORDER_REJECTED', 'the order was rejected; there is nothing to cancel');
    this.record('order.cancellation-requested', { reason, by }, at);
  }

  refuseCancellation(why: Refusal, at: Date): void {
    if (this.state.status === 'CANCELLING') this.record('order.cancellation-refused', why, at);
  }

  cancelled(refund: Money, at: Date): void {
    const { status, cancellation } = this.state;
    if (status !== 'CANCELLING' || !cancellation) return;
    this.record('order.cancelled', { reason: cancellation.reason, by: cancellation.by, refund }, at);
  }

  shipped(shipment: Shipment, at: Date): void {
    const { standing } = this;
    const parcel = this.#parcel(shipment.shipmentId);
    const waits = parcel?.status === 'booked' && standing === 'SHIPPED';
    if (standing === 'CONFIRMED' || waits) this.record('order.shipped', shipment, at);
  }

  /** The warehouse found too little: that will not come, and is paid back. An order of which nothing is left is cancelled. */
  short(shipmentId: string, missing: readonly Pieces[], at: Date): void {
    const { lines, shorted = [], status } = this.state;
    const open = this.standing === 'CONFIRMED' || this.standing === 'SHIPPED';
    const known = shorted.some((one) => one.shipmentId === shipmentId);
    if (!open || known || missing.length === 0) return;
    const all = [...missing, ...shorted.flatMap((one) => one.lines)];
    if (without(lines, all).length > 0) return this.#missing(shipmentId, missing, at);
    if (status === 'CONFIRMED') this.requestCancellation('SHORT_PICK', 'system', at);
  }

  #missing(shipmentId: string, lines: readonly Pieces[], at: Date): void {
    this.record('order.shorted', { shipmentId, lines, refund: refundForMissing(this.state, lines) }, at);
    const { parcels = [] } = this.state;
    const arrived = parcels.findLast(({ status }) => status === 'delivered');
    // Nothing is left to wait for: the last parcel that had something in it has arrived before.
    if (this.standing === 'SHIPPED' && arrived && parcels.every(isOver))
      this.record('order.delivered', { shipmentId: arrived.shipmentId, deliveredAt: at.toISOString() }, at);
  }

  /** A parcel is at the door; with the last one the order is delivered. */
  delivered(shipmentId: string, deliveredAt: string, at: Date): void {
    if (this.standing !== 'SHIPPED' || this.#parcel(shipmentId)?.status === 'delivered') return;
    const last = isLast(this.state.parcels, shipmentId);
    this.record(last ? 'order.delivered' : 'order.parcel-delivered', { shipmentId, deliveredAt }, at);
  }

  #parcel(id: string): ParcelState | undefined {
    return this.state.parcels?.find(({ shipmentId }) => shipmentId === id);
  }

  #begin({ expectedTotal, ...data }: Placement, at: Date): void {
    const { total } = checked({ ...data, expectedTotal });
    this.record('order.placed', { ...data, total }, at);
  }

  /** Something comes back. Never more than went out, and only once it was delivered. */
  requestReturn(lines: readonly Pieces[], reason: string, at: Date): void {
    const { status, returns = [] } = this.state;
    if (status !== 'DELIVERED')
      throw new DomainError(
        'ORDER_NOT_DELIVERED',
        `the order is ${status}: it can be returned after delivery`,
      );
    refuseUnreturnable(this.state, lines);
    const id = returnId(this.id, returns.length + 1);
    this.record('order.return-requested', { returnId: id, lines, reason }, at);
  }

  /** The goods are here: what can be sold again, and what cannot. All of it is paid back. */
  receiveReturn(id: string, lines: readonly ReceivedLine[], at: Date): void {
    const known = this.state.returns?.find((one) => one.id === id);
    if (!known) throw new DomainError('NOT_FOUND', `no return ${id}`);
    if (known.status !== 'REQUESTED') {
      if (sameLines((known.received ?? []).map(wordsReceived), lines.map(wordsReceived))) return;
      throw new DomainError('RETURN_RECEIVED', 'the return was received before, with other pieces');
    }
    refuseUnannounced(known, lines);
    const refund = refundForReceived(this.state, lines);
    this.record('order.return-received', { returnId: id, lines, refund }, at);
  }

  /** Stock and money have followed. */
  completeReturn(id: string, at: Date): void {
    const known = this.state.returns?.find((one) => one.id === id);
    if (known?.status !== 'RECEIVED' || !known.refund) return;
    this.record('order.return-completed', { returnId: id, refund: known.refund }, at);
  }

  /** The status as if no cancellation were being asked about. */
  private get standing(): OrderStatus {
    return this.state.status === 'CANCELLING' ? this.state.resume : this.state.status;
  }
}

function isBeforeConfirmation(status: OrderStatus): boolean {
  return status === 'PENDING' || status === 'RESERVED' || status === 'AUTHORIZED';
}

/** The rules of what can be ordered, and what it costs. */
function checked({ lines, charges, expectedTotal }: Wish): { total: Money } {
  const [first] = lines;
  if (!first) throw new DomainError('ORDER_EMPTY', 'an order needs at least one line');
  if (lines.length > MOST_LINES) throw tooManyLines();
  const skus = new Set(lines.map(({ sku }) => sku));
  if (skus.size < lines.length)
    throw new DomainError('DUPLICATE_SKU', 'one line per SKU: add the quantities up');
  const total = totalOf(lines, charges, first.unitPrice.currency);
  if (expectedTotal && !sameMoney(expectedTotal, total)) {
    throw new DomainError('TOTAL_MISMATCH', 'the catalog’s prices give another total than the one expected', {
      total,
    });
  }
  return { total };
}

/** Whether not all comes from the main house. */
function isElsewhere(goods: readonly PlacedLine[]): boolean {
  return goods.some(({ warehouse }) => warehouse !== undefined);
}

/** Until the shipment is being booked, and while no other change is under way. */
function refuseUnlessChangeable({ status, style, change }: OrderState): void {
  // Where nobody leads, shipping books when it sees fit: nobody holds it back.
  if ((status !== 'PENDING' && status !== 'RESERVED') || style === 'choreographed')
    throw tooLateToChange(status);
  if (change && !change.refusal)
    throw new DomainError(
      'ORDER_CHANGING',
      'other lines are being reserved and paid for: try again in a moment',
    );
}

function refuseUnlessDraft({ status }: OrderState): void {
  if (status !== 'DRAFT')
    throw new DomainError('ORDER_NOT_DRAFT', `the order is no draft any more: it is ${status}`);
}

/** Throws CURRENCY_MIXED. */
function refuseMixed(lines: readonly OrderLine[]): void {
  totalOf(lines, [], currencyOf(lines));
}

function sameLines(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join('\n') === other.toSorted().join('\n');
}

function words({ sku, quantity, unitPrice }: OrderLine): string {
  return `${sku} ${quantity} ${unitPrice.amount} ${unitPrice.currency}`;
}

function wordsReceived({ sku, restocked, writtenOff }: ReceivedLine): string {
  return `${sku} ${restocked} ${writtenOff}`;
}

function tooLateToChange(status: OrderStatus): DomainError {
  return new DomainError(
    'ORDER_NOT_CHANGEABLE',
    `the order is ${status}: it can be changed until its shipment is booked`,
  );
}

function tooManyLines(): DomainError {
  return new DomainError('TOO_MANY_LINES', `an order has at most ${MOST_LINES} lines`);
}
