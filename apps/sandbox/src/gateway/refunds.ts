import type { Charge, Intent } from './intent.js';
import { decimalsOf } from './currencies.js';
import { type Call, type Backend, type Operation, seconds } from './operation.js';
import { createRefund, parse, requireStep, retrieve } from './parameters.js';
import { testMethods } from './payment-methods.js';
import { type Refund, refunded } from './refund.js';
import { badParameter, noSuch, refused } from './stripe-error.js';

function create(backend: Backend, { form }: Call): object {
  const asked = parse(createRefund, form);
  const { intent, charge } = paid(backend, asked);
  const left = charge.captured - refunded(backend.state.refundsOf(intent.id));
  if (left === 0)
    throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = asked.amount ?? left;
  requireStep(amount, intent.currency);
  if (amount > left) throw tooMuch(amount, left, intent.currency);
  const refund: Refund = {
    id: backend.world.newId('re'),
    created: seconds(backend.world),
    intentId: intent.id,
    chargeId: charge.id,
    amount,
    currency: intent.currency,
    reason: asked.reason ?? null,
    metadata: asked.metadata,
    status: testMethods.get(charge.method.testId)?.refunds ?? 'succeeded',
  };
  backend.state.add(refund);
  return backend.shapes.refund(refund, asked.expand);
}

type Asked = { payment_intent?: string | undefined; charge?: string | undefined };

function paid(backend: Backend, asked: Asked): { intent: Intent; charge: Charge } {
  const named = asked.charge === undefined ? undefined : backend.state.charge(asked.charge);
  if (asked.charge !== undefined && !named) throw noSuch('charge', asked.charge, 'charge');
  const id = asked.payment_intent ?? named?.intent.id;
  if (id === undefined)
    throw badParameter(
      'One of the following params should be provided: payment_intent or charge.',
      'payment_intent',
      'parameter_missing',
    );
  const intent = backend.state.intents.get(id);
  if (!intent) throw noSuch('payment_intent', id, 'payment_intent');
  const charge = named?.charge ?? intent.charges.find((each) => each.captured > 0);
  if (charge && charge.captured > 0) return { intent, charge };
  throw refused(`This PaymentIntent (${id}) does not have a successful charge to refund.`);
}

// This error has no code at Stripe, so callers recognize it by its parameter.
function tooMuch(amount: number, left: number, currency: string) {
  const digits = decimalsOf(currency);
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const money = new Intl.NumberFormat('en', { style: 'currency', currency, ...shown });
  const [asked, rest] = [amount, left].map((each) => money.format(each / 10 ** digits));
  return refused(`Refund amount (${asked}) is greater than unrefunded amount on charge (${rest})`, {
    param: 'amount',
  });
}

function find(backend: Backend, id: string): Refund {
  const refund = backend.state.refunds.get(id);
  if (!refund) throw noSuch('refund', id, 'id');
  return refund;
}

const url = '/v1/refunds';
export const refunds: Operation[] = [
  { name: 'refunds.create', method: 'POST', url, run: create },
  {
    name: 'refunds.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    run: (backend, { id, form }) => backend.shapes.refund(find(backend, id), parse(retrieve, form).expand),
  },
];
