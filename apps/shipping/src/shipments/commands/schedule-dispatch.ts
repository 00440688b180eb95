import type { orderConfirmed } from '@waybill/contracts';
import { type DataOf, DomainError } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { confirm } from '../domain/shipment.js';
import { shipments } from '../shipment.rows.js';

/** When parcels leave: milliseconds after the order's confirmation, or only by hand. */
export class DispatchPolicy {
  constructor(readonly after: number | 'manual') {}
}

/** The order is paid: its parcel leaves when the time has come. Told twice, it still leaves once. */
export async function scheduleDispatch(
  tx: Tx,
  { orderId }: DataOf<typeof orderConfirmed>,
  { after }: DispatchPolicy,
): Promise<void> {
  const known = await tx.load(shipments, { orderId });
  // No order is confirmed before its shipment is booked: somebody should look at this.
  if (!known) throw new DomainError('SHIPMENT_UNKNOWN', `order ${orderId} has no shipment`);
  const confirmed = confirm(known, tx.at);
  if (confirmed === known) return;
  tx.save(shipments, confirmed);
  if (after === 'manual') return;
  tx.effect({
    kind: 'shipment.dispatch-due',
    key: orderId,
    payload: { orderId },
    dueAt: new Date(tx.at.getTime() + after),
  });
}
