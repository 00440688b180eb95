import {
  shippingBooked,
  shippingCancellationRefused,
  shippingCancelled,
  shippingDelivered,
  shippingLabelled,
  shippingPacked,
  shippingPickRequested,
  shippingPicked,
  shippingPrepared,
  shippingRefused,
  shippingShipped,
  shippingShorted,
} from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import { assertNever, present } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { bookedShipment, plannedShipment } from './domain/booked-shipment.js';
import { bookingOf, cancellationOf, preparationOf } from './domain/parcels.js';
import { type Line, MAIN_WAREHOUSE, hasLeft, isEmptied } from './domain/shipment.js';
import type { ShipmentRow } from './shipment.rows.js';

/** Events of a parcel from pick to delivery. */
export type ParcelEvent =
  | { readonly type: 'picked'; readonly missing: readonly Line[] }
  | { readonly type: 'packed' | 'labelled' | 'shipped' }
  | { readonly type: 'delivered'; readonly at: Date };

/**
 * Publishes the event; `parcel` is the shipment after it. The steps within the warehouse are published only for orders that are not in
 * orchestrated mode, where no service acts on them. Missing units and everything after the dispatch are always published.
 */
export function publish(tx: Tx, parcel: ShipmentRow, event: ParcelEvent): void {
  const { orderId, warehouse } = parcel;
  const { lines, ...tracked } = parcelOf(parcel);
  const { shipmentId } = tracked;
  const steps = publishesSteps(parcel);
  switch (event.type) {
    case 'picked': {
      const missing = [...event.missing];
      const picked = { orderId, shipmentId, warehouse, lines, missing, settled: true };
      if (steps) tx.publish(shippingPicked, orderId, picked);
      if (missing.length > 0)
        tx.publish(shippingShorted, orderId, { orderId, shipmentId, warehouse, missing });
      return;
    }
    case 'packed':
      if (steps) tx.publish(shippingPacked, orderId, { orderId, shipmentId, lines, settled: true });
      return;
    case 'labelled': {
      const label = present(parcel.label, 'the label');
      if (steps) tx.publish(shippingLabelled, orderId, { orderId, ...tracked, label });
      return;
    }
    case 'shipped':
      tx.publish(shippingShipped, orderId, {
        orderId,
        ...tracked,
        lines,
        ...warehouseOf(parcel),
        shippedAt: present(parcel.shippedAt, 'the time of the dispatch').toISOString(),
      });
      return;
    case 'delivered':
      tx.publish(shippingDelivered, orderId, { orderId, shipmentId, deliveredAt: event.at.toISOString() });
      return;
    default:
      assertNever(event);
  }
}

/** Shipments of earlier releases may not know their mode, and publish their steps as before. */
function publishesSteps({ choreographed, prepareRequestedAt }: ShipmentRow): boolean {
  return choreographed !== false || prepareRequestedAt !== null;
}

/** Publishes the outcome of the booking. Nothing while a request is in flight, because its response publishes it. */
export function answerBooking(tx: Tx, orderId: OrderId, parcels: readonly ShipmentRow[]): void {
  const outcome = bookingOf(parcels);
  switch (outcome) {
    case 'open':
      return;
    case 'booked': {
      const shipments = parcels.filter(({ status }) => status !== 'cancelled').map(parcelOf);
      // Repeated for consumers of version 1.
      const first = present(shipments[0], 'the first shipment');
      tx.publish(shippingBooked, orderId, { orderId, ...first, shipments, ...modeOf(parcels) });
      return;
    }
    case 'refused':
      return publishRefusal(tx, orderId, parcels);
    case 'cancelled':
      return sayCancelled(tx, orderId, parcels);
    default:
      assertNever(outcome);
  }
}

/** Publishes the outcome of the preparation. Nothing while the carrier or the warehouse is working. */
export function answerPreparation(tx: Tx, orderId: OrderId, parcels: readonly ShipmentRow[]): void {
  const outcome = preparationOf(parcels);
  switch (outcome) {
    case 'open':
      return;
    case 'prepared': {
      const shipments = parcels.filter((parcel) => !isEmptied(parcel)).map(parcelOf);
      const shorted = parcels
        .filter(({ missing }) => missing.length > 0)
        .map((parcel) => ({ shipmentId: plannedShipment(parcel).shipmentId, missing: [...parcel.missing] }));
      tx.publish(shippingPrepared, orderId, { orderId, shipments, shorted });
      return;
    }
    case 'refused':
      return publishRefusal(tx, orderId, parcels);
    case 'cancelled':
      return sayCancelled(tx, orderId, parcels);
    default:
      assertNever(outcome);
  }
}

/** Inventory replies if the units are still reserved. */
export function requestPicks(tx: Tx, orderId: OrderId, parcels: readonly ShipmentRow[]): void {
  const shipments = parcels
    .filter(({ status, pickConfirmedAt }) => status === 'booked' && !pickConfirmedAt)
    .map(plannedShipment)
    .map(({ shipmentId, warehouse, lines }) => ({ shipmentId, warehouse, lines: [...lines] }));
  if (shipments.length > 0) tx.publish(shippingPickRequested, orderId, { orderId, shipments });
}

function publishRefusal(tx: Tx, orderId: OrderId, parcels: readonly ShipmentRow[]): void {
  const refused = parcels.find(({ status }) => status === 'refused');
  tx.publish(shippingRefused, orderId, { orderId, refusal: present(refused?.refusal, 'the refusal') });
}

/** Publishes the outcome of the cancellation. Nothing while a request is in flight. */
export function answerCancellation(tx: Tx, orderId: OrderId, parcels: readonly ShipmentRow[]): void {
  const outcome = cancellationOf(parcels);
  switch (outcome) {
    case 'open':
      return;
    case 'cancelled':
      return sayCancelled(tx, orderId, parcels);
    case 'refused': {
      const left = parcels.find(({ status }) => hasLeft(status));
      const shipmentId = present(left?.shipmentId, 'the shipment that has left');
      const refusal = { code: 'ALREADY_DISPATCHED', detail: 'the parcel is on its way' };
      tx.publish(shippingCancellationRefused, orderId, { orderId, shipmentId, refusal });
      return;
    }
    default:
      assertNever(outcome);
  }
}

function sayCancelled(tx: Tx, orderId: OrderId, parcels: readonly ShipmentRow[]): void {
  const shipmentId = parcels.find(({ status }) => status === 'cancelled')?.shipmentId;
  tx.publish(shippingCancelled, orderId, { orderId, ...(shipmentId && { shipmentId }), ...modeOf(parcels) });
}

/** Undefined if it is not known. */
function modeOf([first]: readonly ShipmentRow[]): { choreographed?: boolean } {
  const choreographed = first?.choreographed ?? null;
  return choreographed === null ? {} : { choreographed };
}

/** A booked parcel as messages contain it. */
function parcelOf(row: ShipmentRow) {
  const { shipmentId, carrier, trackingNumber, eta, lines } = bookedShipment(row);
  return { shipmentId, carrier, trackingNumber, eta, lines: [...lines] };
}

/** The warehouse of a shipment, unless it is the default one. */
function warehouseOf({ warehouse }: ShipmentRow): { warehouse?: string } {
  return warehouse === MAIN_WAREHOUSE ? {} : { warehouse };
}
