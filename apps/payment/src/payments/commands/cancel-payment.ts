import type { paymentVoid } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { follow } from '../answers.js';
import { say } from '../payment.publication.js';
import { payments, refunds } from '../payments.rows.js';
import { refundPayment } from './refund-payment.js';
import { voidPayment } from './void-payment.js';

/** What is held is let go and what was taken is given back, once it is known which. Asked again, it tells what became of it. */
export async function cancelPayment(tx: Tx, data: DataOf<typeof paymentVoid>): Promise<void> {
  const { orderId, reason } = data;
  const refundId = `${orderId}:cancellation`;
  const [known, refund] = await Promise.all([tx.load(payments, { orderId }), tx.load(refunds, { refundId })]);
  if (refund) {
    const { amount, currency } = refund;
    return refundPayment(tx, { orderId, refundId, amount: { amount, currency }, reason });
  }
  switch (known?.status) {
    case 'authorizing':
    case 'capturing':
      return follow(tx, known, { then: 'wait' }, { command: 'cancel', data });
    case 'captured': {
      const { currency, captured, refunding, refunded } = known;
      const amount = captured - refunding - refunded;
      if (amount === 0) return say(tx, known, 'voided');
      return refundPayment(tx, { orderId, refundId, amount: { amount, currency }, reason });
    }
    default:
      return voidPayment(tx, data);
  }
}
