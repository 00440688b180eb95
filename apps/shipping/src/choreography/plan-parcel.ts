import type { OrderId } from '@waybill/contracts/ids';
import type { Tx } from '@waybill/unit-of-work';
import type { Tariffs } from '../carrier/tariffs.js';
import { bookShipment } from '../shipments/commands/book-shipment.js';
import { cancelShipment } from '../shipments/commands/cancel-shipment.js';
import { loadParcels } from '../shipments/shipment.rows.js';
import { type ParcelPlanRow, parcelPlans } from './parcel-plans.rows.js';

/**
 * Adds the data of one message to the plan of the order. Messages of three topics arrive in any order, and the last one books. A plan that
 * is booked or cancelled does not change.
 */
export async function planParcel(
  tx: Tx,
  orderId: OrderId,
  news: Partial<Pick<ParcelPlanRow, 'recipient' | 'lines' | 'paid'>>,
  tariffs: Tariffs,
): Promise<void> {
  const { tenant } = tx.context;
  const [parcels, known] = await Promise.all([loadParcels(tx, orderId), tx.load(parcelPlans, { orderId })]);
  if (parcels.length > 0) return;
  const blank = { orderId, tenant, recipient: null, lines: null, paid: false, createdAt: tx.at };
  const plan: ParcelPlanRow = { ...(known ?? blank), ...news };
  const { recipient, lines, paid } = plan;
  if (!recipient || !lines || !paid) return tx.save(parcelPlans, plan);
  tx.remove(parcelPlans, { orderId });
  return bookShipment(tx, { orderId, ...recipient, lines, choreographed: true }, tariffs);
}

/** A plan that is not booked yet never will be, because the cancellation is stored. */
export async function cancelPlanned(tx: Tx, orderId: OrderId, reason: string): Promise<void> {
  if (await tx.load(parcelPlans, { orderId })) tx.remove(parcelPlans, { orderId });
  return cancelShipment(tx, { orderId, reason, choreographed: true });
}
