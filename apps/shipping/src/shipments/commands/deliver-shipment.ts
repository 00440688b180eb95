import type { Tx } from '@waybill/unit-of-work';
import type { ShipmentRow } from '../shipment.rows.js';
import { recordArrival } from './record-journey.js';

/** Marks a shipment as delivered. */
export function deliverShipment(tx: Tx, known: ShipmentRow): ShipmentRow {
  return recordArrival(tx, known, tx.at);
}
