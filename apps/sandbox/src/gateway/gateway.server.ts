import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addFaultSwitches, neverAnswer } from '../faults.js';
import { newServer } from '../http.js';
import type { Journal } from '../journal.js';
import type { World } from '../world.js';
import { type Answer, Answers } from './answers.js';
import { type Form, parseForm } from './form.js';
import { type Endpoint, addWebhooks } from './gateway-webhooks.js';
import { GatewayState } from './gateway.state.js';
import { lists } from './lists.js';
import type { Backend, Operation } from './operation.js';
import { paymentIntents } from './payment-intents.js';
import { addPaymentsView } from './payments-view.js';
import { refunds } from './refunds.js';
import { Shapes } from './shapes.js';
import { apiError, badParameter, invalidKey, missingKey, noSuch, StripeError } from './stripe-error.js';

const newestVersion = '2026-10-28.endive';
const injected = 'An unknown error occurred. (A fault switch of the sandbox.)';
const operations: Operation[] = [...paymentIntents, ...refunds, ...lists];

export interface GatewayOptions {
  world: World;
  journal: Journal;
  /** How long each payment or refund takes, in milliseconds. */
  latency: number;
  /** Endpoint for webhooks. */
  webhook?: Endpoint | undefined;
}

/** A payment gateway that speaks the part of Stripe's HTTP API that an order platform needs. */
export function gatewayServer({ world, journal, latency, webhook }: GatewayOptions): FastifyInstance {
  const server = newServer();
  const state = new GatewayState(journal);
  const backend: Backend = { state, shapes: new Shapes(state), world };
  const answers = new Answers(journal);
  const faults = addFaultSwitches(
    server,
    operations.map((operation) => operation.name),
  );
  addPaymentsView(server, state);
  const webhooks = addWebhooks(server, world, webhook);
  server.addHook('onClose', () => Promise.resolve(webhooks.stop()));

  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, parseForm(String(body)));
    },
  );
  server.setErrorHandler((error, _request, reply) => send(reply, refusalOf(error, world), {}));
  server.setNotFoundHandler((request, reply) => {
    const error = noSuch('route', `${request.method} ${request.url}`, 'id');
    return send(reply, refusalOf(error, world), {});
  });

  async function answerTo(
    operation: Operation,
    request: FastifyRequest,
  ): Promise<[Answer, 'new' | 'replayed']> {
    const apiKey = keyOf(request);
    const [path = '', query = ''] = request.url.split('?');
    const form = operation.method === 'GET' ? parseForm(query) : ((request.body ?? {}) as Form);
    const { id = '' } = request.params as { id?: string };
    const header = request.headers['idempotency-key'];
    const key = operation.method === 'POST' && typeof header === 'string' ? `${apiKey} ${header}` : undefined;
    const asked = `${path} ${JSON.stringify(form)}`;

    const earlier = key && answers.take(key, asked, world.now().getTime());
    if (earlier) return [earlier, 'replayed'];
    try {
      if (operation.method === 'POST' && latency > 0) await pause(world, latency);
      const answer = {
        ...run(operation, backend, { id, form, path, version: versionOf(request) }),
        request: asked,
      };
      webhooks.announce(state.commit(key ? [answers.keep(key, answer)] : []), backend.shapes);
      return [answer, 'new'];
    } finally {
      if (key) answers.release(key);
    }
  }

  for (const operation of operations) {
    server.route({
      method: operation.method,
      url: operation.url,
      handler: async (request, reply) => {
        const fault = faults.take(operation.name);
        if (fault === 'error-before') throw apiError(injected);
        const [answer, origin] = await answerTo(operation, request);
        if (fault === 'timeout-after') return neverAnswer(reply);
        if (fault === 'error-after') throw apiError(injected);
        const replayed = { 'idempotent-replayed': 'true', 'original-request': answer.requestId };
        return send(reply, answer, origin === 'replayed' ? replayed : {});
      },
    });
  }
  return server;
}

/** Performs an operation. Returns a refusal that ends the request, and throws others. */
function run(operation: Operation, backend: Backend, call: Parameters<Operation['run']>[1]): Answer {
  const answer = { request: '', requestId: backend.world.newId('req'), at: backend.world.now().getTime() };
  try {
    return { ...answer, status: 200, body: JSON.stringify(operation.run(backend, call)) };
  } catch (error) {
    if (!(error instanceof StripeError) || error.decided === 'undecided') throw error;
    return { ...answer, status: error.status, body: JSON.stringify({ error: error.body }) };
  }
}

function refusalOf(error: unknown, world: World): Answer {
  const refusal = error instanceof StripeError ? error : outsideOf(error);
  const body = JSON.stringify({ error: refusal.body });
  return { request: '', requestId: world.newId('req'), at: 0, status: refusal.status, body };
}

/** An error of the HTTP layer is the caller's; any other error is a bug of the sandbox. */
function outsideOf(error: unknown): StripeError {
  const { statusCode = 500, message = '' } = error as { statusCode?: number; message?: string };
  return statusCode < 500 ? badParameter(message, 'body') : apiError(message);
}

function send(reply: FastifyReply, answer: Answer, headers: Record<string, string>): FastifyReply {
  return reply
    .code(answer.status)
    .headers({ 'content-type': 'application/json', 'request-id': answer.requestId, ...headers })
    .send(answer.body);
}

function versionOf(request: FastifyRequest): string {
  const version = request.headers['stripe-version'];
  return typeof version === 'string' ? version : newestVersion;
}

function keyOf(request: FastifyRequest): string {
  const [scheme = '', credentials = ''] = (request.headers.authorization ?? '').split(' ');
  const key =
    scheme === 'Basic' ? Buffer.from(credentials, 'base64').toString().replace(/:.*$/, '') : credentials;
  if (key === '') throw missingKey();
  if (!key.startsWith('sk_test_')) throw invalidKey(key);
  return key;
}

function pause(world: World, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    world.timers.after(milliseconds, resolve);
  });
}
