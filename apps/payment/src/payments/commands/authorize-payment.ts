import type { paymentAuthorize } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import { follow } from '../answers.js';
import { decideAuthorize } from '../domain/payment.js';
import type { AuthorizeRequest } from '../gateway/gateway.js';
import { payments } from '../payments.rows.js';

/** Asks the gateway to hold the money. An order that asks again is told what became of its first request. */
export async function authorizePayment(tx: Tx, data: DataOf<typeof paymentAuthorize>): Promise<void> {
  const { orderId, customerId, amount, paymentMethod } = data;
  const known = await tx.load(payments, { orderId });
  const decision = decideAuthorize(known, amount);
  if (decision.then !== 'call') return follow(tx, known, decision, { command: 'authorize', data });

  const { tenant } = tx.context;
  tx.save(payments, {
    ...{ orderId, tenant, customerId, status: 'authorizing', ...amount },
    ...{ gatewayId: null, method: null, toCapture: 0, captured: 0, refunding: 0, refunded: 0, refusal: null },
    ...{ inFlight: effectContextOf(tx.context), waiting: [], createdAt: tx.at, updatedAt: tx.at },
  });
  const idempotencyKey = `authorize-${orderId}`;
  const payload: AuthorizeRequest = { orderId, customerId, amount, paymentMethod, idempotencyKey };
  tx.effect({ kind: 'payment.authorize', key: orderId, payload });
}
