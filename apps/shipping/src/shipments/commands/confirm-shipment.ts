import type { orderConfirmed } from '@waybill/contracts';
import { type DataOf, DomainError } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { confirm } from '../domain/shipment.js';
import { changeParcels, loadParcels } from '../shipment.rows.js';
import { dispatchLater } from './dispatch-shipment.js';
import { pickBySelf } from './pick-shipment.js';
import { shipmentErrors } from '../domain/shipment.errors.js';

/** The order is paid, so the warehouse starts. A repeated message changes nothing. */
export async function confirmShipment(
  tx: Tx,
  { orderId }: DataOf<typeof orderConfirmed>,
  policy: DispatchPolicy,
): Promise<void> {
  const known = await loadParcels(tx, orderId);
  // An order is confirmed only after its shipment is booked, so this is an error and becomes a dead letter.
  if (known.length === 0)
    throw new DomainError(shipmentErrors.SHIPMENT_UNKNOWN, `order ${orderId} has no shipment`);
  const confirmed = changeParcels(tx, known, (parcel) => confirm(parcel, tx.at));
  pickBySelf(tx, confirmed, policy);
  // Shipments that were prepared before the confirmation are only waiting for it.
  for (const parcel of confirmed)
    if (parcel.status === 'labelled' && !known.includes(parcel)) dispatchLater(tx, parcel, policy);
}
