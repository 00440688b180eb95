import type { shippingBook } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { BookingAnswer } from '../../carrier/carrier.js';
import { answerBooking } from '../answers.js';
import { askToBook } from '../carrier-requests.js';
import { book, plan, refuse } from '../domain/shipment.js';
import { shipments } from '../shipment.rows.js';

/** Asks the carrier. An order that asks again is told what became of its first request, as soon as that is known. */
export async function bookShipment(tx: Tx, data: DataOf<typeof shippingBook>): Promise<void> {
  const { tenant, correlationId, messageId } = tx.context;
  const known = await tx.load(shipments, { orderId: data.orderId });
  if (known) return answerBooking(tx, known);

  // Named after the command that asked for it: another try of this act must not make up another id.
  const planned = { ...plan({ ...data, shipmentId: messageId }, tx.at), tenant, correlationId };
  tx.save(shipments, planned);
  askToBook(tx, planned);
}

/** The carrier answered. A shipment whose cancellation was asked for meanwhile stays with that. */
export async function recordBooking(tx: Tx, orderId: string, answer: BookingAnswer): Promise<void> {
  const known = await tx.load(shipments, { orderId });
  if (!known) return;
  const recorded =
    'refusal' in answer
      ? refuse(known, answer.refusal, tx.at)
      : answer.booking.status === 'cancelled'
        ? refuse(known, { code: 'CARRIER_CANCELLED', detail: 'the carrier cancelled the booking' }, tx.at)
        : book(known, answer.booking, tx.at);
  if (recorded !== known) tx.save(shipments, recorded);
  answerBooking(tx, recorded);
}
