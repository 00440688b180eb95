import { AggregateRoot, DomainError, type Money, add, sameMoney, sum, times } from '@waybill/kernel';
import { type OrderState, type OrderStatus, evolve, initialOrder } from './order-state.js';
import type { Charge, OrderEvent, OrderLine, Refusal, Shipment } from './order.events.js';

export interface Placement {
  readonly customerId: string;
  readonly contact: string;
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly paymentMethod: string;
  /** What the client showed its customer; an order of another total is refused. */
  readonly expectedTotal?: Money | undefined;
}

export class Order extends AggregateRoot<OrderState, OrderEvent> {
  static readonly type = 'order';

  constructor(id: string, state: OrderState = initialOrder, version = 0) {
    super(id, state, version, evolve);
  }

  static place(id: string, placement: Placement, at: Date): Order {
    const { expectedTotal, ...data } = placement;
    const [first] = data.lines;
    if (!first) throw new DomainError('ORDER_EMPTY', 'an order needs at least one line');
    const skus = new Set(data.lines.map(({ sku }) => sku));
    if (skus.size < data.lines.length)
      throw new DomainError('DUPLICATE_SKU', 'one line per SKU: add the quantities up');
    const total = totalOf(data.lines, data.charges, first.unitPrice.currency);
    if (expectedTotal && !sameMoney(expectedTotal, total)) {
      throw new DomainError(
        'TOTAL_MISMATCH',
        'the catalog’s prices give another total than the one expected',
        { total },
      );
    }
    const order = new Order(id);
    order.record('order.placed', { ...data, total }, at);
    return order;
  }

  stockReserved(at: Date): void {
    if (this.state.status === 'PENDING') this.record('order.stock-reserved', {}, at);
  }

  paymentAuthorized(paymentId: string, at: Date): void {
    if (this.state.status === 'RESERVED') this.record('order.payment-authorized', { paymentId }, at);
  }

  shipmentBooked(shipment: Shipment, at: Date): void {
    if (this.state.status === 'AUTHORIZED' && !this.state.shipment)
      this.record('order.shipment-booked', shipment, at);
  }

  confirm(paymentId: string, at: Date): void {
    if (this.state.status === 'AUTHORIZED') this.record('order.confirmed', { paymentId }, at);
  }

  reject(why: Refusal, at: Date): void {
    if (isBeforeConfirmation(this.state.status)) this.record('order.rejected', why, at);
  }

  /** Asks for the cancellation; what runs is compensated before the order is CANCELLED. */
  requestCancellation(reason: string, by: string, at: Date): void {
    const { status } = this.state;
    if (status === 'CANCELLING' || status === 'CANCELLED') return;
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
    if (this.standing === 'CONFIRMED') this.record('order.shipped', shipment, at);
  }

  delivered(shipmentId: string, deliveredAt: string, at: Date): void {
    if (this.standing === 'SHIPPED') this.record('order.delivered', { shipmentId, deliveredAt }, at);
  }

  /** The status as if no cancellation were being asked about. */
  private get standing(): OrderStatus {
    return this.state.status === 'CANCELLING' ? this.state.resume : this.state.status;
  }
}

export function totalOf(lines: readonly OrderLine[], charges: readonly Charge[], currency: string): Money {
  const goods = sum(
    lines.map(({ unitPrice, quantity }) => times(unitPrice, quantity)),
    currency,
  );
  return add(
    goods,
    sum(
      charges.map(({ amount }) => amount),
      currency,
    ),
  );
}

function isBeforeConfirmation(status: OrderStatus): boolean {
  return status === 'PENDING' || status === 'RESERVED' || status === 'AUTHORIZED';
}
