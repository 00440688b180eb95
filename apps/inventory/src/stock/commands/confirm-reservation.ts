import type { orderConfirmed } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { answer } from '../reservation.publication.js';
import type { ReservationPolicy } from '../reservation-policy.js';
import { reservations } from '../stock.rows.js';

/** The order is paid: its pieces are held until they leave the house. */
export async function confirmReservation(tx: Tx, { orderId }: DataOf<typeof orderConfirmed>): Promise<void> {
  const known = await tx.load(reservations, { orderId });
  if (known?.expiresAt) tx.save(reservations, { ...known, expiresAt: null });
}

/** All pieces that the order waited for are there. One that was released in the meantime says nothing. */
export async function answerFilled(tx: Tx, orderId: string, policy: ReservationPolicy): Promise<void> {
  const known = await tx.load(reservations, { orderId });
  if (known?.status !== 'reserved' || !known.asked) return;
  const reserved = { ...known, asked: null, expiresAt: policy.expiry(tx.at) };
  tx.save(reservations, reserved);
  answer(tx, reserved);
}
