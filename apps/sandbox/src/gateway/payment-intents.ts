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
import { type Call, type Desk, type Operation, seconds } from './operation.js';
import { cancelIntent, captureIntent, confirmIntent, createIntent, parse, retrieve } from './parameters.js';
import { testMethods, type TestMethod } from './payment-methods.js';
import { badParameter, cardError, noSuch, refused, unexpectedState } from './stripe-error.js';

const largestAmount = 99_999_999;
const allTypes = ['card', 'link', 'sepa_debit', 'us_bank_account'];

interface Confirmation {
  payment_method?: string | undefined;
  off_session?: string | undefined;
  error_on_requires_action: boolean;
  expand: Set<string>;
}

function create(desk: Desk, { form }: Call): object {
  const asked = parse(createIntent, form);
  if (asked.amount < 1)
    throw badParameter(
      'This value must be greater than or equal to 1.',
      'amount',
      'parameter_invalid_integer',
    );
  if (asked.amount > largestAmount) {
    throw badParameter('Amount must be no more than 999,999.99.', 'amount', 'amount_too_large');
  }
  if (asked.confirm && !asked.payment_method) {
    throw badParameter(
      'You must provide a payment method to confirm a PaymentIntent.',
      'payment_method',
      'parameter_missing',
    );
  }
  const id = desk.world.newId('pi');
  const intent: Intent = {
    id,
    clientSecret: `${id}_secret`,
    created: seconds(desk.world),
    amount: asked.amount,
    currency: asked.currency,
    captureMethod: asked.capture_method,
    methodTypes: asked.payment_method_types ?? allTypes,
    description: asked.description ?? null,
    metadata: asked.metadata,
    status: asked.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    method: null,
    charges: [],
    captured: 0,
    canceledAt: null,
    cancellationReason: null,
  };
  const test = asked.payment_method ? testMethodFor(intent, asked.payment_method) : undefined;
  const ready =
    asked.payment_method && test ? { ...intent, method: methodOf(desk, asked.payment_method) } : intent;
  if (asked.confirm) return confirmed(desk, ready, asked);
  desk.state.save(ready);
  return desk.shapes.intent(ready, asked.expand);
}

function confirmAgain(desk: Desk, { id, form }: Call): object {
  const intent = find(desk, id);
  const asked = parse(confirmIntent, form);
  if (!confirmable.includes(intent.status)) throw wrongState(desk, intent, 'confirm', confirmable);
  return confirmed(desk, intent, asked);
}

function confirmed(desk: Desk, intent: Intent, asked: Confirmation): object {
  const testId = asked.payment_method ?? intent.method?.testId;
  if (!testId)
    throw badParameter('You must provide a payment method.', 'payment_method', 'parameter_missing');
  const test = testMethodFor(intent, testId);
  const absent = asked.error_on_requires_action || (asked.off_session ?? 'false') !== 'false';
  const after = confirm(intent, {
    method: intent.method?.testId === testId ? intent.method : methodOf(desk, testId),
    test,
    chargeId: desk.world.newId('ch'),
    at: seconds(desk.world),
    customer: absent ? 'absent' : 'present',
  });
  desk.state.save(after);
  const charge = latestCharge(after);
  if (after.status === 'requires_payment_method' && charge?.failure) {
    const payment_intent = desk.shapes.intent(after, new Set());
    throw cardError({ ...desk.shapes.failure(charge, charge.failure), payment_intent });
  }
  return desk.shapes.intent(after, asked.expand);
}

function captureOne(desk: Desk, { id, form }: Call): object {
  const intent = find(desk, id);
  const asked = parse(captureIntent, form);
  if (intent.status !== 'requires_capture') throw wrongState(desk, intent, 'capture', ['requires_capture']);
  const amount = asked.amount_to_capture ?? capturable(intent);
  const param = 'amount_to_capture';
  if (amount < 1)
    throw badParameter('This value must be greater than or equal to 1.', param, 'parameter_invalid_integer');
  if (amount > capturable(intent)) {
    throw refused('The requested capture amount is greater than the authorized amount.', {
      code: 'amount_too_large',
      param,
    });
  }
  const after = capture(intent, amount);
  desk.state.save(after);
  return desk.shapes.intent(after, asked.expand);
}

function cancelOne(desk: Desk, { id, form }: Call): object {
  const intent = find(desk, id);
  const asked = parse(cancelIntent, form);
  if (!cancelable.includes(intent.status)) throw wrongState(desk, intent, 'cancel', cancelable);
  const after = cancel(intent, asked.cancellation_reason ?? null, seconds(desk.world));
  desk.state.save(after);
  return desk.shapes.intent(after, asked.expand);
}

function find(desk: Desk, id: string): Intent {
  const intent = desk.state.intents.get(id);
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

function methodOf(desk: Desk, testId: string): { id: string; testId: string } {
  return { id: desk.world.newId('pm'), testId };
}

const refusals = {
  cancel: 'You cannot cancel this PaymentIntent',
  capture: 'This PaymentIntent could not be captured',
  confirm: 'You cannot confirm this PaymentIntent',
};
const participles = { cancel: 'canceled', capture: 'captured', confirm: 'confirmed' };

function wrongState(desk: Desk, intent: Intent, act: keyof typeof refusals, allowed: readonly string[]) {
  const rule = `Only a PaymentIntent with one of the following statuses may be ${participles[act]}: ${allowed.join(', ')}.`;
  const message = `${refusals[act]} because it has a status of ${intent.status}. ${rule}`;
  return unexpectedState(message, desk.shapes.intent(intent, new Set()));
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
    run: (desk, { id, form }) => desk.shapes.intent(find(desk, id), parse(retrieve, form).expand),
  },
];
