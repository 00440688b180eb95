import type { CustomerId, OrderId, PaymentId, ReturnId, ShipmentId, Sku } from '@waybill/contracts/ids';
import { AggregateRoot, DomainError, type Money, commonErrors, sameMoney } from '@waybill/kernel';
import { evolve } from './evolve.js';
import { pendingChange, refuseWhileChanging } from './changed-lines.js';
import { withLine } from './draft-lines.js';
import { changeable, draftOf } from './guards.js';
import {
  type OrderLine,
  type ReceivedUnits,
  type Refusal,
  type StockedUnits,
  type Units,
  isElsewhere,
  without,
} from './lines.js';
import { type OrderState, type Placed, cancellingOf, isPlaced, refundsOf, statusOf } from './order-state.js';
import type { Capture, OrderEvent } from './order.events.js';
import { type Placement, type Wish, MOST_LINES, checkedTotal, sameLines, tooManyLines } from './placing.js';
import { refundOf } from './refund-share.js';
import { findRefund, unitsSent } from './refunds.js';
import { refuseUnannounced, refuseUnreturnable, returnId, sameUnits } from './returns.js';
import { type ShipmentBooked, type Dispatch, isLast, isOver } from './shipments.js';
import { orderErrors } from './order.errors.js';
import { termsOf } from './terms.js';
import { later } from './times.js';

export interface NewDraft {
  readonly customerId: CustomerId;
  readonly paymentMethod?: string | undefined;
}

export class Order extends AggregateRoot<OrderState, OrderEvent, OrderId> {
  static readonly type = 'order';

  constructor(id: OrderId, state?: OrderState, version = 0) {
    super(id, state, version, evolve);
  }

  static place(id: OrderId, placement: Placement, at: Date): Order {
    const order = new Order(id);
    order.#place(placement, at);
    return order;
  }

  /** Starts a draft, which only its customer sees until it is placed. */
  static draft(id: OrderId, { customerId, paymentMethod }: NewDraft, at: Date): Order {
    const order = new Order(id);
    order.record('order.drafted', { customerId, ...(paymentMethod && { paymentMethod }) }, at);
    return order;
  }

  /** Replaces the draft’s line of this SKU, or adds the line. */
  putItem(line: OrderLine, at: Date): void {
    const draft = draftOf(this.state);
    const known = draft.lines.find(({ sku }) => sku === line.sku);
    if (known && known.quantity === line.quantity && sameMoney(known.unitPrice, line.unitPrice)) return;
    if (!known && draft.lines.length === MOST_LINES) throw tooManyLines();
    // Throws when the line has another currency, or when the total becomes too large.
    withLine(draft, line);
    this.record('order.item-added', line, at);
  }

  removeItem(sku: Sku, at: Date): void {
    const { lines } = draftOf(this.state);
    if (lines.some((line) => line.sku === sku)) this.record('order.item-removed', { sku }, at);
  }

  /** Places a draft. */
  place(placement: Placement, at: Date): void {
    draftOf(this.state);
    this.#place(placement, at);
  }

  #place(placement: Placement, at: Date): void {
    const { customerId, contact, lines, charges } = placement;
    const total = checkedTotal(placement);
    this.record('order.placed', { customerId, contact, lines, charges, total, ...termsOf(placement) }, at);
  }

  /** Changes the address. Not possible once the shipment is being booked, because the carrier has the address. */
  changeShippingAddress(contact: string, at: Date): void {
    if (this.state.status !== 'DRAFT') refuseWhileChanging(changeable(this.state).lineChanges);
    this.record('order.shipping-address-changed', { contact }, at);
  }

  /** Requests a change of the lines. Further changes are refused until stock and payment have replied. */
  changeLines({ lines, charges, expectedTotal }: Wish, at: Date): void {
    const order = changeable(this.state);
    refuseWhileChanging(order.lineChanges);
    const total = checkedTotal({ lines, charges, expectedTotal });
    const revision = order.lineChanges.revision + 1;
    if (!sameLines(lines, order.lines))
      this.record('order.lines-change-requested', { revision, lines, charges, total }, at);
  }

  /** Stock and payment accepted the change. `stocked`: the new lines by warehouse. */
  linesChanged(at: Date, stocked: readonly StockedUnits[] = []): void {
    if (!isPlaced(this.state)) return;
    const change = pendingChange(this.state.lineChanges);
    if (!change) return;
    const { lines, charges, total } = change;
    const goods = isElsewhere(stocked) ? { goods: stocked } : {};
    this.record('order.lines-changed', { lines, charges, total, previous: this.state.lines, ...goods }, at);
  }

  /** Stock or payment refused the change. `stocked`: the old lines by warehouse, if they were reserved again. */
  refuseLinesChange(why: Refusal, at: Date, stocked: readonly StockedUnits[] = []): void {
    if (!isPlaced(this.state) || !pendingChange(this.state.lineChanges)) return;
    const { reserved = [] } = this.state;
    const moved = stocked.length > 0 && (reserved.length > 0 || isElsewhere(stocked));
    this.record('order.lines-change-refused', { ...why, ...(moved && { goods: stocked }) }, at);
  }

  /** `stocked`: the lines by warehouse. */
  stockReserved(at: Date, stocked: readonly StockedUnits[] = []): void {
    const order = this.#advancing();
    if (order && !order.reserved)
      this.record('order.stock-reserved', isElsewhere(stocked) ? { lines: stocked } : {}, at);
  }

  paymentAuthorized(paymentId: PaymentId, at: Date): void {
    const order = this.#advancing();
    if (order && order.paymentId === undefined) this.record('order.payment-authorized', { paymentId }, at);
  }

  shipmentBooked(booked: ShipmentBooked['data'], at: Date): void {
    if (this.#advancing()?.shipments.length === 0) this.record('order.shipment-booked', booked, at);
  }

  /** The payment was captured while other steps are still open. */
  paymentCaptured(capture: Capture, at: Date): void {
    const order = this.#advancing();
    if (order && !order.captured) this.record('order.payment-captured', capture, at);
  }

  /** `capture`: absent if the payment was captured in an earlier step. */
  confirm(at: Date, capture?: Capture): void {
    const order = this.#advancing();
    if (!order || order.shipments.length === 0) return;
    const { paymentId } = capture ?? order;
    if (paymentId !== undefined) this.record('order.confirmed', { ...capture, paymentId }, at);
  }

  /** The state before the confirmation; undefined after it, and while a cancellation is being decided. */
  #advancing(): Placed | undefined {
    return isPlaced(this.state) && !this.state.cancelling ? this.state : undefined;
  }

  /** `refund`: money that was captured in the meantime and refunded. */
  reject(why: Refusal, at: Date, refund?: Money): void {
    if (this.#advancing()) this.record('order.rejected', { ...why, ...(refund ? { refund } : {}) }, at);
  }

  /** Money that was captured before payment received the rejection was refunded. */
  refunded(refund: Money, at: Date): void {
    if (this.state.status === 'REJECTED' && !this.state.rejection.refund)
      this.record('order.refunded', { refund }, at);
  }

  /**
   * Requests the cancellation. The saga compensates its steps before the order is CANCELLED. Throws ORDER_ALREADY_SHIPPED and
   * ORDER_REJECTED.
   */
  requestCancellation(reason: string, by: string, at: Date): void {
    if (cancellingOf(this.state)) return;
    switch (this.state.status) {
      case 'CANCELLED':
        return;
      case 'DRAFT':
        return this.record('order.draft-discarded', { reason, by }, at);
      case 'SHIPPED':
      case 'DELIVERED':
        throw new DomainError(
          orderErrors.ORDER_ALREADY_SHIPPED,
          'The order was shipped and can no longer be cancelled. It can be returned after delivery.',
        );
      case 'REJECTED':
        throw new DomainError(
          orderErrors.ORDER_REJECTED,
          'The order was rejected. There is nothing to cancel.',
        );
      default:
        this.record('order.cancellation-requested', { reason, by }, at);
    }
  }

  refuseCancellation(why: Refusal, at: Date): void {
    if (cancellingOf(this.state)) this.record('order.cancellation-refused', why, at);
  }

  cancelled(refund: Money, at: Date): void {
    const requested = cancellingOf(this.state);
    if (requested) this.record('order.cancelled', { ...requested, refund }, at);
  }

  /** A shipment was dispatched. */
  shipped({ shipmentId, carrier, trackingNumber, eta, shippedAt }: Dispatch, at: Date): void {
    const { state } = this;
    const isBooked = (id: ShipmentId) =>
      'shipments' in state && state.shipments.some((one) => one.shipmentId === id && one.status === 'booked');
    if (state.status === 'CONFIRMED' || (state.status === 'SHIPPED' && isBooked(shipmentId)))
      this.record(
        'order.shipped',
        { shipmentId, carrier, trackingNumber, eta, ...(shippedAt && { shippedAt }) },
        at,
      );
  }

  /** Picking did not find these units. They are refunded; if no units are left, the order is cancelled. */
  short(shipmentId: ShipmentId, missing: readonly Units[], at: Date): void {
    const { state } = this;
    const isPicked = isPlaced(state) && state.reserved !== undefined;
    if (!isPicked && state.status !== 'CONFIRMED' && state.status !== 'SHIPPED') return;
    const known = findRefund(state.refunds, { reason: 'short-pick', subject: shipmentId });
    if (missing.length === 0 || known) return;
    if (without(unitsSent(state.lines, state.refunds), missing).length > 0)
      return this.#shorten(shipmentId, missing, at);
    if (state.status !== 'SHIPPED' && !state.cancelling) this.requestCancellation('SHORT_PICK', 'system', at);
  }

  #shorten(shipmentId: ShipmentId, lines: readonly Units[], at: Date): void {
    const refund = refundOf(this.state, refundsOf(this.state), lines);
    this.record('order.shorted', { shipmentId, lines, refund }, at);
    if (this.state.status !== 'SHIPPED') return;
    const { shipments, lastArrival } = this.state;
    const arrived = shipments.findLast(({ status }) => status === 'delivered');
    // The last other shipment with units has arrived before.
    if (!arrived || !shipments.every(isOver)) return;
    const deliveredAt = lastArrival ?? at.toISOString();
    this.record('order.delivered', { shipmentId: arrived.shipmentId, deliveredAt }, at);
  }

  /**
   * A shipment arrived. The last message about one makes the order DELIVERED, at the time of the latest arrival: messages about different
   * shipments come in any order.
   */
  delivered(shipmentId: ShipmentId, deliveredAt: string, at: Date): void {
    if (this.state.status !== 'SHIPPED') return;
    const { shipments, lastArrival } = this.state;
    if (shipments.some((one) => one.shipmentId === shipmentId && one.status === 'delivered')) return;
    if (!isLast(shipments, shipmentId))
      return this.record('order.parcel-delivered', { shipmentId, deliveredAt }, at);
    this.record('order.delivered', { shipmentId, deliveredAt: later(lastArrival, deliveredAt) }, at);
  }

  /**
   * The customer returns units: only after delivery, and no more than were sent. Throws ORDER_NOT_DELIVERED, DUPLICATE_SKU and
   * RETURN_TOO_LARGE.
   */
  requestReturn(lines: readonly Units[], reason: string, at: Date): void {
    const { state } = this;
    if (state.status !== 'DELIVERED' || state.cancelling)
      throw new DomainError(
        orderErrors.ORDER_NOT_DELIVERED,
        `The order is ${statusOf(state)}. It can be returned after delivery.`,
      );
    refuseUnreturnable(unitsSent(state.lines, state.refunds), state.returns, lines);
    const id = returnId(this.id, state.returns.length + 1);
    this.record('order.return-requested', { returnId: id, lines, reason }, at);
  }

  /**
   * The returned units arrived, sellable or not. All of them are refunded. Throws NOT_FOUND, RETURN_RECEIVED, DUPLICATE_SKU and
   * RETURN_TOO_LARGE.
   */
  receiveReturn(id: ReturnId, lines: readonly ReceivedUnits[], at: Date): void {
    const known = this.#return(id);
    if (!known) throw new DomainError(commonErrors.NOT_FOUND, `There is no return ${id}.`);
    if (known.status !== 'REQUESTED') {
      if (sameUnits(known.received ?? [], lines)) return;
      throw new DomainError(
        orderErrors.RETURN_RECEIVED,
        'The return was already received, with other units.',
      );
    }
    refuseUnannounced(known, lines);
    const units = lines.map(({ sku, restocked, writtenOff }) => ({ sku, quantity: restocked + writtenOff }));
    const refund = refundOf(this.state, refundsOf(this.state), units);
    this.record('order.return-received', { returnId: id, lines, refund }, at);
  }

  /** The units are restocked and refunded. */
  completeReturn(id: ReturnId, at: Date): void {
    const known = this.#return(id);
    if (known?.status === 'RECEIVED' && known.refund)
      this.record('order.return-completed', { returnId: id, refund: known.refund }, at);
  }

  #return(id: ReturnId) {
    return this.state.status === 'DELIVERED' ? this.state.returns.find((one) => one.id === id) : undefined;
  }
}
