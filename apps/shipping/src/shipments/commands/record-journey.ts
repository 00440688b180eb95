import type { Tx } from '@waybill/unit-of-work';
import type { Booked } from '../domain/shipment.js';
import { deliver, ship } from '../domain/shipment.js';
import { askToTrack } from '../carrier-requests.js';
import { publish } from '../shipment.publication.js';
import { type ShipmentRow, shipments } from '../shipment.rows.js';

export interface Departure {
  readonly dispatchedAt: Date | undefined;
  /** Missing if only the dispatch is reported. */
  readonly booked?: Booked;
}

/** The carrier has the parcel. Webhook, response and poll may all report it; only the first changes anything. */
export function recordDeparture(
  tx: Tx,
  known: ShipmentRow,
  { dispatchedAt: shippedAt = tx.at, ...departure }: Departure,
): ShipmentRow {
  const shipped = ship(known, { ...departure, shippedAt }, tx.at);
  if (shipped === known) return known;
  tx.save(shipments, shipped);
  publish(tx, shipped, { type: 'shipped' });
  // A webhook can be lost, so the carrier is polled as well.
  askToTrack(tx, shipped, 1);
  return shipped;
}

/** The parcel is delivered. Throws NOT_SHIPPED if it was never dispatched. */
export function recordArrival(tx: Tx, known: ShipmentRow, deliveredAt: Date): ShipmentRow {
  const delivered = deliver(known, deliveredAt, tx.at);
  if (delivered === known) return known;
  tx.save(shipments, delivered);
  publish(tx, delivered, { type: 'delivered', at: deliveredAt });
  return delivered;
}
