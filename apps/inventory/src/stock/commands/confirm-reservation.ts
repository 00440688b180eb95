import type { orderConfirmed, shippingPickRequested } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { answer, publish } from '../reservation.publication.js';
import type { ReservationPolicy } from '../reservation-policy.js';
import { reservations } from '../stock.rows.js';

/** The order is paid: its reservation no longer expires. */
export async function confirmReservation(tx: Tx, { orderId }: DataOf<typeof orderConfirmed>): Promise<void> {
  const known = await tx.load(reservations, { orderId });
  if (known?.expiresAt) tx.save(reservations, { ...known, expiresAt: null });
}

/**
 * In hybrid mode shipping picks before the order is confirmed, so the reservation still expires. If it is no longer held, nothing is
 * published: its release was published before, and the saga cancels the shipments because of that.
 */
export async function confirmPick(tx: Tx, { orderId }: DataOf<typeof shippingPickRequested>): Promise<void> {
  const known = await tx.load(reservations, { orderId });
  if (known?.status === 'reserved') publish(tx, orderId, { type: 'pick-confirmed', lines: known.lines });
}

/** All missing units have arrived. Publishes nothing if the reservation was released meanwhile. */
export async function answerFilled(tx: Tx, orderId: OrderId, policy: ReservationPolicy): Promise<void> {
  const known = await tx.load(reservations, { orderId });
  if (known?.status !== 'reserved' || !known.asked) return;
  const reserved = { ...known, asked: null, expiresAt: policy.expiry(tx.at) };
  tx.save(reservations, reserved);
  answer(tx, reserved);
}
