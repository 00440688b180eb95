import type { paymentVoid } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { conclude } from '../without-gateway.js';
import { publishOutcome } from '../payment.publication.js';
import { payments, refunds } from '../payments.rows.js';
import { refundPayment } from './refund-payment.js';
import { voidPayment } from './void-payment.js';

/** Voids or refunds the payment. Waits for a call in flight, whose outcome decides which. A repeated command gets the same outcome. */
export async function cancelPayment(tx: Tx, data: DataOf<typeof paymentVoid>): Promise<void> {
  const { orderId, reason } = data;
  const refundId = `${orderId}:cancellation`;
  const purpose = { reason: 'cancellation' as const, subject: orderId };
  const request = { orderId, refundId, reason, refund: purpose };
  const [known, refund] = await Promise.all([tx.load(payments, { orderId }), tx.load(refunds, { refundId })]);
  if (refund) {
    const { amount, currency } = refund;
    return refundPayment(tx, { ...request, amount: { amount, currency } });
  }
  switch (known?.status) {
    case 'authorizing':
    case 'capturing':
      return conclude(tx, known, { then: 'wait' }, { command: 'cancel', data });
    case 'captured': {
      const { currency, captured, refunding, refunded } = known;
      const amount = captured - refunding - refunded;
      if (amount === 0) return publishOutcome(tx, known, 'voided');
      return refundPayment(tx, { ...request, amount: { amount, currency } });
    }
    default:
      return voidPayment(tx, data);
  }
}
