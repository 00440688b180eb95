import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { GatewayState } from './gateway.state.js';
import type { Intent } from './intent.js';
import { testMethods } from './payment-methods.js';
import { refunded } from './refund.js';

/**
 * The payments of the gateway for people and audits: `GET /sandbox/payments` lists all, oldest first, or those of one order with
 * `?orderId=` (the intent's metadata `order_id`). Needs no key.
 */
export function addPaymentsView(server: FastifyInstance, state: GatewayState): void {
  server.get<{ Querystring: { orderId?: string } }>('/sandbox/payments', (request) => {
    const { orderId } = request.query;
    const intents =
      orderId === undefined ? [...state.intents.values()] : state.withMetadata('order_id', orderId);
    return { items: intents.map((intent) => view(intent, state)) };
  });
  // For tests of reconciliation: changes a payment in ways that the API does not allow.
  server.patch<{ Params: { id: string } }>('/sandbox/payments/:id', (request, reply) => {
    const intent = state.intents.get(request.params.id);
    const wrong = tampering.safeParse(request.body);
    if (!intent || !wrong.success)
      return reply.code(400).send({ message: 'no such payment, or nothing to change' });
    const changed = tampered(intent, wrong.data);
    state.save(changed);
    state.commit([]);
    return reply.send(view(changed, state));
  });
}

const tampering = z.strictObject({
  amount: z.int().positive().optional(),
  captured: z.int().nonnegative().optional(),
  currency: z.string().length(3).optional(),
});

function tampered(intent: Intent, { amount, captured, currency }: z.infer<typeof tampering>): Intent {
  return {
    ...intent,
    amount: amount ?? intent.amount,
    captured: captured ?? intent.captured,
    currency: currency ?? intent.currency,
  };
}

function view(intent: Intent, state: GatewayState): object {
  const refunds = state.refundsOf(intent.id);
  const method = intent.method ?? intent.charges.at(-1)?.method;
  return {
    id: intent.id,
    orderId: intent.metadata['order_id'] ?? null,
    status: intent.status,
    amount: intent.amount,
    currency: intent.currency,
    captured: intent.captured,
    refunded: refunded(refunds),
    paymentMethod: method?.testId ?? null,
    type: testMethods.get(method?.testId ?? '')?.type ?? null,
    declineCode: intent.charges.at(-1)?.failure?.declineCode ?? null,
    refunds: refunds.map(({ id, amount, status, metadata }) => ({ id, amount, status, metadata })),
    metadata: intent.metadata,
    createdAt: new Date(intent.created * 1000).toISOString(),
  };
}
