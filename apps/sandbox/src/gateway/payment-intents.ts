import {
  cancel,
  cancelable,
  capturable,
  capture,
  confirm,
  confirmable,
  type Intent,
  latestCharge,
} from './intent.js';
import { type Call, type Backend, type Operation, seconds } from './operation.js';
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  parse,
  requireStep,
  retrieve,
} from './parameters.js';
import { testMethods, type TestMethod } from './payment-methods.js';
import {
  badParameter,
  cardError,
  noSuch,
  refused,
  unexpectedState,
  unknownParameter,
} from './stripe-error.js';

const allTypes = ['card', 'link', 'sepa_debit', 'us_bank_account'];

interface Confirmation {
  payment_method?: string | undefined;
  off_session: unknown;
  error_on_requires_action: boolean;
  expand: Set<string>;
}

function create(backend: Backend, { form, version }: Call): object {
  const asked = parse(createIntent, form);
  requireStep(asked.amount, asked.currency);
  if (asked.payment_method_types && version >= '2026-09-30') throw unknownParameter('payment_method_types');
  const id = backend.world.newId('pi');
  const allowed = asked.allowed_payment_method_types ?? asked.payment_method_types ?? allTypes;
  const intent: Intent = {
    id,
    clientSecret: `${id}_secret`,
    created: seconds(backend.world),
    amount: asked.amount,
    currency: asked.currency,
    captureMethod: asked.capture_method,
    methodTypes: allowed.filter((type) => !asked.excluded_payment_method_types.includes(type)),
    description: asked.description ?? null,
    metadata: asked.metadata,
    status: 'requires_payment_method',
    method: null,
    charges: [],
    captured: 0,
    canceledAt: null,
    cancellationReason: null,
  };
  if (asked.confirm) return confirmed(backend, intent, asked);
  const ready = asked.payment_method === undefined ? intent : prepared(backend, intent, asked.payment_method);
  backend.state.save(ready);
  return backend.shapes.intent(ready, asked.expand);
}

function prepared(backend: Backend, intent: Intent, testId: string): Intent {
  testMethodFor(intent, testId);
  return { ...intent, status: 'requires_confirmation', method: methodOf(backend, testId) };
}

function confirmAgain(backend: Backend, { id, form }: Call): object {
  const intent = find(backend, id);
  const asked = parse(confirmIntent, form);
  if (!confirmable.includes(intent.status)) throw wrongState(backend, intent, 'confirm', confirmable);
  return confirmed(backend, intent, asked);
}

function confirmed(backend: Backend, intent: Intent, asked: Confirmation): object {
  const testId = asked.payment_method ?? intent.method?.testId;
  if (!testId)
    throw badParameter('You must provide a payment method.', 'payment_method', 'parameter_missing');
  const test = testMethodFor(intent, testId);
  const absent = asked.error_on_requires_action || asked.off_session !== 'false';
  const after = confirm(intent, {
    method: intent.method?.testId === testId ? intent.method : methodOf(backend, testId),
    test,
    chargeId: backend.world.newId('ch'),
    at: seconds(backend.world),
    customer: absent ? 'absent' : 'present',
  });
  backend.state.save(after);
  const charge = latestCharge(after);
  if (after.status === 'requires_payment_method' && charge?.failure) {
    const payment_intent = backend.shapes.intent(after, new Set());
    throw cardError({ ...backend.shapes.failure(charge, charge.failure), payment_intent });
  }
  return backend.shapes.intent(after, asked.expand);
}

function captureOne(backend: Backend, { id, form }: Call): object {
  const intent = find(backend, id);
  const asked = parse(captureIntent, form);
  if (intent.status !== 'requires_capture')
    throw wrongState(backend, intent, 'capture', ['requires_capture']);
  const amount = asked.amount_to_capture ?? capturable(intent);
  if (amount > capturable(intent)) {
    throw refused('The requested capture amount is greater than the authorized amount.', {
      code: 'amount_too_large',
      param: 'amount_to_capture',
    });
  }
  const after = capture({ ...intent, metadata: { ...intent.metadata, ...asked.metadata } }, amount);
  backend.state.save(after);
  return backend.shapes.intent(after, asked.expand);
}

function cancelOne(backend: Backend, { id, form }: Call): object {
  const intent = find(backend, id);
  const asked = parse(cancelIntent, form);
  if (!cancelable.includes(intent.status)) throw wrongState(backend, intent, 'cancel', cancelable);
  const after = cancel(intent, asked.cancellation_reason ?? null, seconds(backend.world));
  backend.state.save(after);
  return backend.shapes.intent(after, asked.expand);
}

function find(backend: Backend, id: string): Intent {
  const intent = backend.state.intents.get(id);
  if (!intent) throw noSuch('payment_intent', id, 'intent');
  return intent;
}

function testMethodFor(intent: Intent, testId: string): TestMethod {
  const test = testMethods.get(testId);
  if (!test) throw noSuch('PaymentMethod', testId, 'payment_method');
  if (intent.methodTypes.includes(test.type)) return test;
  const types = intent.methodTypes.join(', ');
  const message = `The PaymentMethod provided (${test.type}) is not allowed for this PaymentIntent. Allowed: ${types}.`;
  throw badParameter(message, 'payment_method', 'payment_intent_incompatible_payment_method');
}

function methodOf(backend: Backend, testId: string): { id: string; testId: string } {
  return { id: backend.world.newId('pm'), testId };
}

const refusals = {
  cancel: 'You cannot cancel this PaymentIntent',
  capture: 'This PaymentIntent could not be captured',
  confirm: 'You cannot confirm this PaymentIntent',
};
const participles = { cancel: 'canceled', capture: 'captured', confirm: 'confirmed' };

function wrongState(
  backend: Backend,
  intent: Intent,
  act: keyof typeof refusals,
  allowed: readonly string[],
) {
  const rule = `Only a PaymentIntent with one of the following statuses may be ${participles[act]}: ${allowed.join(', ')}.`;
  const message = `${refusals[act]} because it has a status of ${intent.status}. ${rule}`;
  return unexpectedState(message, backend.shapes.intent(intent, new Set()));
}

const url = '/v1/payment_intents';
export const paymentIntents: Operation[] = [
  { name: 'payment_intents.create', method: 'POST', url, run: create },
  { name: 'payment_intents.confirm', method: 'POST', url: `${url}/:id/confirm`, run: confirmAgain },
  { name: 'payment_intents.capture', method: 'POST', url: `${url}/:id/capture`, run: captureOne },
  { name: 'payment_intents.cancel', method: 'POST', url: `${url}/:id/cancel`, run: cancelOne },
  {
    name: 'payment_intents.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    run: (backend, { id, form }) => backend.shapes.intent(find(backend, id), parse(retrieve, form).expand),
  },
];
