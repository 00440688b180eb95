import type { shippingCancel } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { BookingAnswer } from '../../carrier/carrier.js';
import { answerCancellation } from '../answers.js';
import { askToCancel } from '../carrier-requests.js';
import { cancel, requestCancellation, tombstone } from '../domain/shipment.js';
import { shipments } from '../shipment.rows.js';
import { recordDeparture } from './record-journey.js';

/** Cancels until the dispatch has begun. One that comes before its booking leaves a tombstone, so that the late one books nothing. */
export async function cancelShipment(tx: Tx, { orderId }: DataOf<typeof shippingCancel>): Promise<void> {
  const { tenant, correlationId } = tx.context;
  const known = await tx.load(shipments, { orderId });
  const shipment = known
    ? requestCancellation(known, tx.at)
    : { ...tombstone(orderId, tx.at), tenant, correlationId };
  if (shipment === known) return answerCancellation(tx, known);
  tx.save(shipments, shipment);
  if (shipment.status === 'cancelling') askToCancel(tx, shipment);
  else answerCancellation(tx, shipment);
}

/** The carrier told the truth: nothing was booked, it is cancelled, or the parcel was faster. */
export async function recordCancellation(tx: Tx, orderId: string, answer: BookingAnswer): Promise<void> {
  const known = await tx.load(shipments, { orderId });
  if (!known) return;
  if ('booking' in answer && answer.booking.status !== 'cancelled') {
    return answerCancellation(tx, recordDeparture(tx, known, answer.booking));
  }
  const cancelled = cancel(known, tx.at);
  if (cancelled !== known) tx.save(shipments, cancelled);
  answerCancellation(tx, cancelled);
}
