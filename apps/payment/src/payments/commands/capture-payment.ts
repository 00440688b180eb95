import type { paymentCapture } from '@waybill/contracts';
import { type DataOf, present } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import { conclude } from '../without-gateway.js';
import { decideCapture } from '../domain/payment.js';
import type { CaptureRequest } from '../gateway/gateway.js';
import { payments } from '../payments.rows.js';

/** Requests the gateway to capture what is authorized. */
export async function capturePayment(tx: Tx, data: DataOf<typeof paymentCapture>): Promise<void> {
  const { orderId, amount } = data;
  const known = await tx.load(payments, { orderId });
  const decision = decideCapture(known, amount);
  if (decision.then !== 'call') return conclude(tx, known, decision, { command: 'capture', data });

  const payment = present(known, 'the payment');
  const gatewayId = present(payment.gatewayId, 'the gateway’s id of the payment');
  const capturing = { ...payment, status: 'capturing' as const, toCapture: amount.amount };
  tx.save(payments, { ...capturing, inFlight: effectContextOf(tx.context), updatedAt: tx.at });
  const idempotencyKey = `capture-${orderId}`;
  const payload: CaptureRequest = { orderId, gatewayId, amount, idempotencyKey };
  tx.effect({ kind: 'payment.capture', key: orderId, payload });
}
