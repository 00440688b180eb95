import type { CustomerId, ShipmentId } from '@waybill/contracts/ids';
import { present } from '@waybill/kernel';
import type { Booked, Shipment } from './shipment.js';

/** A shipment that a command planned, so not a tombstone. */
export type Planned<S extends Shipment = Shipment> = S & {
  readonly shipmentId: ShipmentId;
  readonly customerId: CustomerId;
};

/** A shipment with a booking of the carrier. Rows of older releases may have no label. */
export type BookedShipment<S extends Shipment = Shipment> = Planned<S> & Omit<Booked, 'label'>;

export function isPlanned<S extends Shipment>(shipment: S): shipment is Planned<S> {
  return shipment.shipmentId !== null && shipment.customerId !== null;
}

/** Throws if it is a tombstone. */
export function plannedShipment<S extends Shipment>(shipment: S): Planned<S> {
  return present(
    isPlanned(shipment) ? shipment : undefined,
    `shipment ${shipment.parcel} of ${shipment.orderId}`,
  );
}

/** Throws if the carrier has not booked it. */
export function bookedShipment<S extends Shipment>(shipment: S): BookedShipment<S> {
  const planned = plannedShipment(shipment);
  return present(isBooked(planned) ? planned : undefined, `the booking of shipment ${planned.shipmentId}`);
}

function isBooked<S extends Shipment>(shipment: Planned<S>): shipment is BookedShipment<S> {
  const { bookingId, carrier, trackingNumber, eta } = shipment;
  return bookingId !== null && carrier !== null && trackingNumber !== null && eta !== null;
}
