import { DomainError } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { type ShipmentRow, shipments } from '../shipment.rows.js';
import { recordArrival } from './record-journey.js';

/** Somebody saw it arrive. */
export async function deliverShipment(tx: Tx, orderId: string): Promise<ShipmentRow> {
  const known = await tx.load(shipments, { orderId });
  if (!known) throw new DomainError('NOT_FOUND', `order ${orderId} has no shipment`);
  return recordArrival(tx, known, tx.at);
}
