import {
  shippingBooked,
  shippingCancellationRefused,
  shippingCancelled,
  shippingRefused,
} from '@waybill/contracts';
import type { Tx } from '@waybill/unit-of-work';
import { bookingOf, cancellationOf } from './domain/parcels.js';
import { MAIN_WAREHOUSE, hasLeft } from './domain/shipment.js';
import type { ShipmentRow } from './shipment.rows.js';

/** What became of the booking; nothing while the carrier is being asked, because its answer will be the answer. */
export function answerBooking(tx: Tx, parcels: readonly ShipmentRow[]): void {
  const { orderId } = parcels[0]!;
  const outcome = bookingOf(parcels);
  if (outcome === 'booked') {
    const [first, ...others] = parcels.filter(({ status }) => status !== 'cancelled').map(parcelOf);
    const all = others.length > 0 ? { shipments: [first!, ...others] } : {};
    tx.publish(shippingBooked, orderId, { orderId, ...first!, ...all });
  }
  const refusal = parcels.find(({ status }) => status === 'refused')?.refusal;
  if (outcome === 'refused') tx.publish(shippingRefused, orderId, { orderId, refusal: refusal! });
  if (outcome === 'cancelled') sayCancelled(tx, parcels);
}

/** What became of the cancellation; nothing while the carrier is being asked. */
export function answerCancellation(tx: Tx, parcels: readonly ShipmentRow[]): void {
  const { orderId } = parcels[0]!;
  const outcome = cancellationOf(parcels);
  if (outcome === 'cancelled') sayCancelled(tx, parcels);
  if (outcome !== 'refused') return;
  const gone = parcels.find(({ status }) => hasLeft(status))!;
  tx.publish(shippingCancellationRefused, orderId, {
    orderId,
    shipmentId: gone.shipmentId!,
    refusal: { code: 'ALREADY_DISPATCHED', detail: 'the parcel is on its way' },
  });
}

function sayCancelled(tx: Tx, parcels: readonly ShipmentRow[]): void {
  const [{ orderId }] = parcels as [ShipmentRow];
  const shipmentId = parcels.find(({ status }) => status === 'cancelled')?.shipmentId;
  tx.publish(shippingCancelled, orderId, shipmentId ? { orderId, shipmentId } : { orderId });
}

/** A booked parcel as messages tell of it. */
export function parcelOf({ shipmentId, carrier, trackingNumber, eta, lines }: ShipmentRow) {
  return {
    ...{ shipmentId: shipmentId!, carrier: carrier!, trackingNumber: trackingNumber!, eta: eta! },
    lines: [...lines],
  };
}

/** The house that a parcel leaves, where it is not the main one. */
export function houseOf({ warehouse }: ShipmentRow): { warehouse?: string } {
  return warehouse === MAIN_WAREHOUSE ? {} : { warehouse };
}
