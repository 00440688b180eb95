import type { paymentAuthorize } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import { conclude } from '../without-gateway.js';
import { decideAuthorize, startChange } from '../domain/payment.js';
import type { AuthorizeRequest } from '../gateway/gateway.js';
import { noMoney, payments } from '../payments.rows.js';

/** `choreographed`: the request comes from events, not from a saga's command. */
type Request = DataOf<typeof paymentAuthorize> & { readonly choreographed?: boolean };

/** Requests the gateway to hold the amount. A repeated command is answered with the outcome of the first. */
export async function authorizePayment(tx: Tx, { choreographed = false, ...data }: Request): Promise<void> {
  const { orderId, customerId, amount, paymentMethod, revision = 0 } = data;
  const known = await tx.load(payments, { orderId });
  const decision = decideAuthorize(known, amount, revision);
  if (decision.then !== 'call') return conclude(tx, known, decision, { command: 'authorize', data });

  const { tenant } = tx.context;
  const inFlight = effectContextOf(tx.context);
  tx.save(
    payments,
    known
      ? { ...startChange(known, amount, revision), inFlight, updatedAt: tx.at }
      : {
          ...noMoney,
          orderId,
          tenant,
          customerId,
          status: 'authorizing',
          ...amount,
          revision,
          choreographed,
          inFlight,
          waiting: [],
          createdAt: tx.at,
          updatedAt: tx.at,
        },
  );
  const idempotencyKey = revision === 0 ? `authorize-${orderId}` : `authorize-${orderId}-${revision}`;
  const payload: AuthorizeRequest = {
    orderId,
    customerId,
    amount,
    paymentMethod,
    revision,
    idempotencyKey,
  };
  tx.effect({ kind: 'payment.authorize', key: orderId, payload });
}
