import type { paymentVoid } from '@waybill/contracts';
import { NO_CURRENCY } from '@waybill/contracts/currencies';
import type { OrderId } from '@waybill/contracts/ids';
import { type DataOf, present } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import { conclude } from '../without-gateway.js';
import { publishOutcome } from '../payment.publication.js';
import { decideVoid } from '../domain/payment.js';
import type { VoidRequest } from '../gateway/gateway.js';
import { type PaymentRow, noMoney, payments } from '../payments.rows.js';

/** Requests the gateway to release the money. A void that comes before its authorization leaves a tombstone, so that nothing is charged. */
export async function voidPayment(tx: Tx, data: DataOf<typeof paymentVoid>): Promise<void> {
  const { orderId } = data;
  const known = await tx.load(payments, { orderId });
  const decision = decideVoid(known);
  if (!known) {
    const voided = tombstone(tx, orderId);
    tx.save(payments, voided);
    return publishOutcome(tx, voided, 'voided');
  }
  if (decision.then !== 'call') return conclude(tx, known, decision, { command: 'void', data });

  const inFlight = effectContextOf(tx.context);
  tx.save(payments, { ...known, status: 'voiding', inFlight, updatedAt: tx.at });
  const gatewayId = present(known.gatewayId, 'the gateway’s id of the payment');
  const payload: VoidRequest = { orderId, gatewayId, idempotencyKey: `void-${orderId}` };
  tx.effect({ kind: 'payment.void', key: orderId, payload });
}

function tombstone({ context, at }: Tx, orderId: OrderId): PaymentRow {
  return {
    ...noMoney,
    orderId,
    tenant: context.tenant,
    customerId: null,
    status: 'voided',
    amount: 0,
    currency: NO_CURRENCY,
    inFlight: null,
    waiting: [],
    createdAt: at,
    updatedAt: at,
  };
}
