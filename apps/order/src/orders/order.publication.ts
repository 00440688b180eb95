import {
  orderCancellationRefused,
  orderCancellationRequested,
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderLinesChanged,
  orderPlaced,
  orderRefunded,
  orderRejected,
  orderReturnCompleted,
  orderReturnRequested,
  orderShipped,
  orderShorted,
  orderShippingAddressChanged,
} from '@waybill/contracts';
import { assertNever } from '@waybill/kernel';
import type { SyncReaction } from '@waybill/unit-of-work';
import { type OrderState, shipmentsOf } from './domain/order-state.js';
import type { OrderEvent } from './domain/order.events.js';
import { termsOf } from './domain/terms.js';
import { OnDomainEvent, type SavedOrder } from './on-domain-event.js';
import { ERASED } from './order-summary.js';
import { wordsOf } from './words.js';

/**
 * Publishes events of an order as integration events. This is the only place that makes domain events public; most of them stay private.
 */
@OnDomainEvent('*')
export class PublishOrderEvents {
  handle(
    { type, data }: OrderEvent,
    { tx, aggregate, saved: { state, contact } }: SyncReaction<SavedOrder>,
  ): void {
    const { id: orderId, version: aggregateVersion } = aggregate;
    const { customerName, email, address } = contact ?? ERASED;
    const about = { aggregateType: aggregate.type, aggregateVersion };
    const emailVerified = contact?.emailVerified ?? undefined;
    const customer = {
      orderId,
      customerId: state.customerId,
      email: email ?? ERASED.email,
      customerName,
      ...(emailVerified !== undefined && { emailVerified }),
    };
    switch (type) {
      case 'order.placed': {
        const { lines, charges, total } = data;
        const { paymentMethod, ...terms } = termsOf(data);
        const placed = {
          ...customer,
          lines: [...lines],
          charges: [...charges],
          total,
          shippingAddress: address,
          ...terms,
          // In the other modes payment gets it with the saga's command.
          ...(terms.fulfilment === 'choreographed' && { paymentMethod }),
        };
        tx.publish(orderPlaced, orderId, placed, about);
        return;
      }
      case 'order.confirmed': {
        const [shipment] = shipmentsOf(state);
        if (!shipment) throw new Error(`order ${orderId} is confirmed without a shipment`);
        const { shipmentId } = shipment;
        const confirmed = { ...customer, total: state.total, paymentId: data.paymentId, shipmentId };
        tx.publish(orderConfirmed, orderId, confirmed, about);
        return;
      }
      case 'order.rejected': {
        const { refund, ...rejection } = data;
        tx.publish(
          orderRejected,
          orderId,
          { ...customer, rejection, ...(refund ? { refund } : {}), ...modeOf(state) },
          about,
        );
        return;
      }
      case 'order.refunded':
        tx.publish(orderRefunded, orderId, { ...customer, ...data }, about);
        return;
      case 'order.cancellation-requested': {
        const requested = { ...customer, ...data, reason: wordsOf(contact, data), ...modeOf(state) };
        tx.publish(orderCancellationRequested, orderId, requested, about);
        return;
      }
      case 'order.cancellation-refused':
        tx.publish(orderCancellationRefused, orderId, { ...customer, refusal: data }, about);
        return;
      case 'order.cancelled':
        tx.publish(orderCancelled, orderId, { ...customer, ...data, reason: wordsOf(contact, data) }, about);
        return;
      case 'order.shipped':
        tx.publish(orderShipped, orderId, { ...customer, ...data }, about);
        return;
      case 'order.delivered':
        tx.publish(orderDelivered, orderId, { ...customer, ...data }, about);
        return;
      case 'order.shipping-address-changed':
        if (state.status !== 'DRAFT')
          tx.publish(orderShippingAddressChanged, orderId, { ...customer, shippingAddress: address }, about);
        return;
      case 'order.return-requested': {
        const returned = { ...customer, ...data, lines: [...data.lines], reason: wordsOf(contact, data) };
        tx.publish(orderReturnRequested, orderId, returned, about);
        return;
      }
      case 'order.shorted': {
        const { shipmentId, lines, refund } = data;
        tx.publish(orderShorted, orderId, { ...customer, shipmentId, lines: [...lines], refund }, about);
        return;
      }
      case 'order.return-completed': {
        const returns = 'returns' in state ? state.returns : [];
        const lines = returns.find(({ id }) => id === data.returnId)?.received ?? [];
        tx.publish(orderReturnCompleted, orderId, { ...customer, ...data, lines: [...lines] }, about);
        return;
      }
      case 'order.lines-changed': {
        const { lines, charges, total } = data;
        const changed = { ...customer, lines: [...lines], charges: [...charges], total };
        tx.publish(orderLinesChanged, orderId, changed, about);
        return;
      }
      case 'order.lines-change-requested':
      case 'order.lines-change-refused':
      case 'order.return-received':
      case 'order.drafted':
      case 'order.item-added':
      case 'order.item-removed':
      case 'order.draft-discarded':
      case 'order.stock-reserved':
      case 'order.payment-authorized':
      case 'order.shipment-booked':
      case 'order.payment-captured':
      case 'order.parcel-delivered':
        return;
      default:
        assertNever(type);
    }
  }
}

/** Empty once the order is cancelled, because its state then has no mode. */
function modeOf(state: OrderState): { choreographed?: boolean } {
  return 'fulfilment' in state ? { choreographed: state.fulfilment === 'choreographed' } : {};
}
