import type { inventoryPickConfirmed, shippingPrepare } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import type { Tariffs } from '../../carrier/tariffs.js';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { bookingOf, isPreparing } from '../domain/parcels.js';
import { confirmPick, requestPreparation } from '../domain/shipment.js';
import { answerPreparation, requestPicks } from '../shipment.publication.js';
import { changeParcels, loadParcels } from '../shipment.rows.js';
import { requestBooking } from './book-shipment.js';
import { pickBySelf } from './pick-shipment.js';

/** Books the shipments and has them picked, packed and labelled before the order is confirmed. Booked shipments continue from there. */
export async function prepareShipment(
  tx: Tx,
  data: DataOf<typeof shippingPrepare>,
  tariffs: Tariffs,
): Promise<void> {
  const known = await loadParcels(tx, data.orderId);
  const asked = effectContextOf(tx.context);
  const parcels = known.length > 0 ? known : requestBooking(tx, data, tariffs);
  const preparing = changeParcels(tx, parcels, (parcel) => {
    const requested = requestPreparation(parcel, tx.at);
    return requested === parcel ? parcel : { ...requested, asked };
  });
  if (bookingOf(preparing) === 'booked') requestPicks(tx, data.orderId, preparing);
  answerPreparation(tx, data.orderId, preparing);
}

/** Inventory still holds the units, so the warehouse starts. */
export async function beginPicks(
  tx: Tx,
  { orderId }: DataOf<typeof inventoryPickConfirmed>,
  policy: DispatchPolicy,
): Promise<void> {
  const known = await loadParcels(tx, orderId);
  const confirmed = changeParcels(tx, known, (parcel) => confirmPick(parcel, tx.at));
  pickBySelf(tx, confirmed, policy);
}

/** Runs in the context of the command, so the reply names the command as its cause. */
export async function answerPrepared(tx: Tx, { orderId }: { readonly orderId: OrderId }): Promise<void> {
  const known = await loadParcels(tx, orderId);
  if (isPreparing(known)) answerPreparation(tx, orderId, known);
}
