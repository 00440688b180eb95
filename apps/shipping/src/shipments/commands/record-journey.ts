import type { Tx } from '@waybill/unit-of-work';
import type { Booked } from '../domain/shipment.js';
import { deliver, ship } from '../domain/shipment.js';
import { askToTrack } from '../carrier-requests.js';
import { publish } from '../shipment.publication.js';
import { type ShipmentRow, shipments } from '../shipment.rows.js';

export interface Departure {
  readonly dispatchedAt: Date | undefined;
  /** Absent where only the departure is reported. */
  readonly booked?: Booked;
}

/** The carrier has the parcel. Told again, by webhook, answer or poll, nothing more happens. */
export function recordDeparture(
  tx: Tx,
  known: ShipmentRow,
  { dispatchedAt: shippedAt = tx.at, ...departure }: Departure,
): ShipmentRow {
  const shipped = ship(known, { ...departure, shippedAt }, tx.at);
  if (shipped === known) return known;
  tx.save(shipments, shipped);
  publish(tx, shipped, { type: 'shipped' });
  // A webhook can be lost, so the carrier is also asked.
  askToTrack(tx, shipped, 1);
  return shipped;
}

/** The parcel is at the door. Throws NOT_SHIPPED when it never left. */
export function recordArrival(tx: Tx, known: ShipmentRow, deliveredAt: Date): ShipmentRow {
  const delivered = deliver(known, deliveredAt, tx.at);
  if (delivered === known) return known;
  tx.save(shipments, delivered);
  publish(tx, delivered, { type: 'delivered', at: deliveredAt });
  return delivered;
}
