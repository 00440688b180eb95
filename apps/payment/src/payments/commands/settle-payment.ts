import type { OrderId } from '@waybill/contracts/ids';
import type { Tx } from '@waybill/unit-of-work';
import { publishOutcome, publishRefund } from '../payment.publication.js';
import { type Alarm, endAlarm, raiseAlarm } from '../alarms/raise-alarm.js';
import { type GatewayPayment, learn } from '../domain/gateway-payment.js';
import type { Status } from '../domain/payment.js';
import { type GatewayRefund, REFUND_MISMATCH, endRefund, learnRefund } from '../domain/refund.js';
import type { VoidRequest } from '../gateway/gateway.js';
import { type RefundRow, payments, refunds } from '../payments.rows.js';

/** The request to which the gateway responded. Its response is ignored if this request is no longer in flight. */
export interface InFlight {
  readonly orderId: OrderId;
  readonly during: Status;
  /** Only for authorizations: a changed order is authorized again. */
  readonly revision?: number;
}

/** Records the gateway’s answer, answers the command that made the call, and resumes the commands that waited for it. */
export async function settlePayment(
  tx: Tx,
  { orderId, during, revision = 0 }: InFlight,
  seen: GatewayPayment,
): Promise<void> {
  const known = await tx.load(payments, { orderId });
  if (known?.status !== during) return;
  if (during === 'authorizing' && known.revision !== revision) return;
  const learned = learn(known, seen);
  if (!learned) return;

  const capturedAt = learned.outcome === 'captured' ? tx.at : known.capturedAt;
  const settled = { ...learned.payment, capturedAt, inFlight: null, waiting: [], updatedAt: tx.at };
  tx.save(payments, settled);
  publishOutcome(tx, settled, learned.outcome);
  const { release: gatewayId } = learned;
  if (gatewayId !== undefined) {
    const payload: VoidRequest = { orderId, gatewayId, idempotencyKey: `give-back-${gatewayId}` };
    tx.effect({ kind: 'payment.give-back', key: orderId, payload });
    if (learned.mismatch) await raiseAlarm(tx, mismatched(orderId, gatewayId));
  }
  for (const { context, ...command } of known.waiting) {
    tx.effect({ kind: 'payment.resume', key: orderId, payload: command, context });
  }
}

export async function settleRefund(
  tx: Tx,
  { orderId, refundId }: { orderId: OrderId; refundId: string },
  seen: GatewayRefund,
): Promise<void> {
  const [payment, known] = await Promise.all([
    tx.load(payments, { orderId }),
    tx.load(refunds, { refundId }),
  ]);
  if (!payment || known?.status !== 'refunding') return;
  const refund = { ...learnRefund(known, seen), updatedAt: tx.at };
  tx.save(refunds, refund);
  tx.save(payments, { ...endRefund(payment, refund), updatedAt: tx.at });
  publishRefund(tx, payment, refund);
  if (refund.status === 'failed') await raiseAlarm(tx, refused(refund));
  else await endAlarm(tx, alarmOf(refund), 'the gateway accepted it in the end');
}

export async function settleGiveBack(
  tx: Tx,
  { orderId, gatewayId }: VoidRequest,
  seen: GatewayRefund | null,
): Promise<void> {
  if (seen?.status !== 'refused') return;
  const detail = `the gateway refused to refund a payment that was captured by mistake (${gatewayId}): ${seen.refusal.detail}`;
  await raiseAlarm(tx, { id: `give-back:${gatewayId}`, orderId, kind: 'REFUND_REFUSED', detail });
}

function mismatched(orderId: OrderId, gatewayId: string): Alarm {
  const detail = `the gateway's payment ${gatewayId} has another amount or currency than was requested; it is being refunded`;
  return { id: `payment:${gatewayId}`, orderId, kind: 'AMOUNT_MISMATCH', detail };
}

function refused({ refundId, orderId, amount, currency, refusal }: RefundRow): Alarm {
  const kind = refusal?.code === REFUND_MISMATCH.code ? 'AMOUNT_MISMATCH' : 'REFUND_REFUSED';
  const detail = `refund ${refundId} of ${amount} ${currency} failed: ${refusal?.code}, ${refusal?.detail}`;
  return { id: alarmOf({ refundId }), orderId, kind, detail };
}

function alarmOf({ refundId }: Pick<RefundRow, 'refundId'>): string {
  return `refund:${refundId}`;
}
