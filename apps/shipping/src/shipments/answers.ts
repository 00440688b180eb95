import {
  shippingBooked,
  shippingCancellationRefused,
  shippingCancelled,
  shippingRefused,
} from '@waybill/contracts';
import { assertNever } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { ShipmentRow } from './shipment.rows.js';

/** What became of the booking; nothing while the carrier is being asked, because its answer will be the answer. */
export function answerBooking(tx: Tx, row: ShipmentRow): void {
  const { orderId, status, refusal } = row;
  switch (status) {
    case 'booking':
    // The cancellation's own answer says what came out.
    case 'cancelling':
      return;
    case 'booked':
    case 'dispatching':
    case 'shipped':
    case 'delivered':
      tx.publish(shippingBooked, orderId, parcelOf(row));
      return;
    case 'refused':
      tx.publish(shippingRefused, orderId, { orderId, refusal: refusal! });
      return;
    case 'cancelled':
      return sayCancelled(tx, row);
    default:
      assertNever(status);
  }
}

/** What became of the cancellation; nothing while the carrier is being asked. */
export function answerCancellation(tx: Tx, row: ShipmentRow): void {
  const { orderId, shipmentId, status } = row;
  switch (status) {
    case 'booking':
    case 'booked':
    case 'cancelling':
      return;
    case 'refused':
    case 'cancelled':
      return sayCancelled(tx, row);
    case 'dispatching':
    case 'shipped':
    case 'delivered':
      tx.publish(shippingCancellationRefused, orderId, {
        orderId,
        shipmentId: shipmentId!,
        refusal: { code: 'ALREADY_DISPATCHED', detail: 'the parcel is on its way' },
      });
      return;
    default:
      assertNever(status);
  }
}

function sayCancelled(tx: Tx, { orderId, shipmentId, status }: ShipmentRow): void {
  const cancelled = status === 'cancelled' && shipmentId !== null;
  tx.publish(shippingCancelled, orderId, cancelled ? { orderId, shipmentId } : { orderId });
}

/** A booked parcel as messages tell of it. */
export function parcelOf({ orderId, shipmentId, carrier, trackingNumber, eta, lines }: ShipmentRow) {
  return {
    orderId,
    shipmentId: shipmentId!,
    carrier: carrier!,
    trackingNumber: trackingNumber!,
    eta: eta!,
    lines: [...lines],
  };
}
