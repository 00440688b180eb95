import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sign } from '../carrier/webhooks.js';
import type { Entry } from '../journal.js';
import { newSender } from '../webhook-sender.js';
import type { World } from '../world.js';
import type { Intent } from './intent.js';
import { seconds } from './operation.js';
import type { Refund } from './refund.js';
import type { Shapes } from './shapes.js';

export interface Endpoint {
  readonly url: string;
  /** Signs like Stripe: `t=…,v1=…` over the time and the raw body. */
  readonly secret: string;
}

export interface GatewayWebhooks {
  /** Sends an event for each payment and refund that was just written, if there is an endpoint. */
  announce(changes: readonly Entry[], shapes: Shapes): void;
  stop(): void;
}

const setting = z.strictObject({ url: z.url(), secret: z.string().min(1), hold: z.boolean().default(false) });
const releasing = z
  .strictObject({
    order: z.enum(['as-sent', 'reversed']).default('as-sent'),
    copies: z.int().min(1).default(1),
  })
  .prefault({});

/** Adds `PUT /sandbox/webhooks`, and `POST /sandbox/webhooks/release` for webhooks that were held back. */
export function addWebhooks(server: FastifyInstance, world: World, given?: Endpoint): GatewayWebhooks {
  const sender = newSender(world);
  let endpoint = given;
  let held: string[] | undefined;

  async function send(body: string): Promise<void> {
    if (!endpoint) return;
    const { url, secret } = endpoint;
    await sender.send(url, body, (at) => ({ 'stripe-signature': sign(body, secret, at) }));
  }

  server.put('/sandbox/webhooks', (request, reply) => {
    const parsed = setting.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    endpoint = parsed.data;
    held = parsed.data.hold ? (held ?? []) : undefined;
    return reply.send({ url: endpoint.url, held: held?.length ?? 0 });
  });
  server.post('/sandbox/webhooks/release', async (request, reply) => {
    const parsed = releasing.safeParse(request.body ?? undefined);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    const { order, copies } = parsed.data;
    const bodies = order === 'reversed' ? (held ?? []).toReversed() : (held ?? []);
    held = held && [];
    const all = bodies.flatMap((body) => Array<string>(copies).fill(body));
    for (const body of all) await send(body);
    return reply.send({ sent: all.length });
  });

  return {
    announce(changes, shapes) {
      if (!endpoint) return;
      for (const { kind, value } of changes) {
        const [type, object] =
          kind === 'intent'
            ? [typeOf(value as Intent), shapes.intent(value as Intent, new Set())]
            : ['refund.created', shapes.refund(value as Refund, new Set())];
        const event = { id: world.newId('evt'), object: 'event', created: seconds(world), type };
        const body = JSON.stringify({ ...event, data: { object } });
        if (held) held.push(body);
        else void send(body);
      }
    },
    stop: () => sender.stop(),
  };
}

function typeOf({ status, charges }: Intent): string {
  switch (status) {
    case 'requires_capture':
      return 'payment_intent.amount_capturable_updated';
    case 'succeeded':
      return 'payment_intent.succeeded';
    case 'canceled':
      return 'payment_intent.canceled';
    case 'requires_action':
      return 'payment_intent.requires_action';
    case 'requires_payment_method':
    case 'requires_confirmation':
      return charges.length > 0 ? 'payment_intent.payment_failed' : 'payment_intent.created';
    default:
      return status satisfies never;
  }
}
