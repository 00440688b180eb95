import type { FulfilmentMode } from '@waybill/contracts';
import { assertNever, money } from '@waybill/kernel';
import { type Answer, type Definition, ProcessManager, type Saga } from '@waybill/saga';
import type { Tx } from '@waybill/unit-of-work';
import type { OrderEvent } from '../orders/domain/order.events.js';
import type { Order } from '../orders/domain/order.js';
import { cancellationRefund, piecesOf, shortRefund } from '../orders/domain/returns.js';
import type { OrderProcess, OrderUnit } from '../orders/order.repository.js';
import { follow } from './choreography.js';
import {
  type Act,
  type Fact,
  type Fulfilment,
  type Input,
  type Refusal,
  type Step,
  decide,
  initialFulfilment,
  isAtRest,
} from './fulfilment.js';
import type { GiveBackStep } from './give-backs.js';
import { type ChangeStep, isChangeStep } from './lines-change.js';
import { COMMANDS, unrefunded } from './steps.js';

/** What the pure process means for an order. */
export const fulfilment: Definition<OrderUnit, Fulfilment, Input, Act, Step | ChangeStep | GiveBackStep> = {
  name: 'fulfilment',
  initial: initialFulfilment,
  steps: COMMANDS,
  decide,
  statusOf(state) {
    if (isAtRest(state)) return 'ended';
    return state.goal === 'confirm' ? 'running' : 'compensating';
  },
  idOf: ({ order }) => order.id,
  reasonOf: ({ order }, { why, goal }) => why?.code ?? order.state.cancellation?.reason ?? goal,
  perform: ({ order }, act, at) => perform(order, act, at),
  resolved({ order }, { step, undo, item }) {
    if (step === 'restock' || step === 'refund')
      return item === undefined ? undefined : { type: 'gave-back', item, step };
    // Only stock and gateway know whether they followed a change.
    if (isChangeStep(step)) return undefined;
    const { paymentId } = order.state;
    if (undo)
      return { type: 'undone', step, ...(step === 'capture' ? { refund: unrefunded(order.state) } : {}) };
    // What brings an id along can only be done by its service; the clock gives it up.
    if (step === 'capture' && paymentId) return { type: 'succeeded', fact: { step, paymentId } };
    return undefined;
  },
};

/**
 * Fulfils orders: the order's own events and the services' words in, commands and acts on the order out. One that is choreographed is
 * led by nobody; what comes back after its delivery is the saga's all the same.
 */
export class FulfilmentProcess
  extends ProcessManager<OrderUnit, Fulfilment, Input, Act, Step | ChangeStep | GiveBackStep>
  implements OrderProcess
{
  /** `style`: of new orders. */
  constructor(
    readonly style: FulfilmentMode = 'orchestrated',
    definition = fulfilment,
  ) {
    super(definition);
  }

  /** The service took back by itself what it had done for a step; an order that is confirmed already is cancelled. */
  lost(tx: Tx, unit: OrderUnit, step: Step, why: Refusal): void {
    if (unit.order.state.status === 'CONFIRMED') unit.order.requestCancellation(why.code, 'system', tx.at);
    else if (isChoreographed(unit)) follow(unit.order, { type: 'lost', step, why }, tx.at);
    else this.tell(tx, unit, { type: 'lost', step, why });
  }

  /** The order's own events reach the saga here, inside the unit, never over Kafka. */
  react(tx: Tx, unit: OrderUnit): void {
    for (; unit.heard < unit.order.recorded.length; unit.heard++) {
      const input = inputOf(unit.order.recorded[unit.heard]!, unit.order.id);
      // What is given back is led, also where nobody led the order.
      const led = !isChoreographed(unit) || input?.type === 'give-back';
      if (input && led) this.tell(tx, unit, input);
    }
  }

  override hear(tx: Tx, unit: OrderUnit, input: Input, answer: Answer): void {
    if (!isChoreographed(unit) || this.hasAsked(unit, answer))
      return super.hear(tx, unit, meant(unit.saga, input, answer), answer);
    follow(unit.order, input, tx.at);
    // Payment asked its gateway by itself, and once; from here on it is asked until it gives the money back.
    if (input.type === 'refund-refused')
      this.tell(tx, unit, { type: 'give-back', item: input.item, steps: ['refund'] });
  }
}

function isChoreographed({ order }: OrderUnit): boolean {
  return order.state.style === 'choreographed';
}

/** What answers a command that changes lines or gives money back is about that, whatever it would mean for the step itself. */
function meant(saga: Saga | undefined, input: Input, { causationId }: Answer): Input {
  const label = saga?.log.find(({ commandId }) => commandId === causationId)?.step ?? '';
  const [step = '', item = ''] = label.split(' ');
  if (step === 'refund' && input.type === 'undone') return { type: 'gave-back', item, step };
  if (!isChangeStep(step)) return input;
  if (input.type === 'succeeded') {
    const goods = input.fact.step === 'reserve' ? input.fact.lines : undefined;
    return { type: 'changed', step, item, goods };
  }
  // Released or voided meanwhile: whoever did that says so itself.
  const gone = { code: 'NOTHING_HELD', detail: 'what was held for the order is not held any more' };
  return { type: 'change-refused', step, item, why: input.type === 'refused' ? input.why : gone };
}

function inputOf({ type, data }: OrderEvent, orderId: string): Input | undefined {
  if (type === 'order.shorted') {
    const steps = data.refund.amount > 0 ? (['refund'] as const) : [];
    return { type: 'give-back', item: shortRefund(orderId, data.shipmentId), steps };
  }
  if (type === 'order.return-received') {
    const pieces = data.lines.some((line) => piecesOf(line).quantity > 0);
    const steps = [
      ...(pieces ? (['restock'] as const) : []),
      ...(data.refund.amount > 0 ? (['refund'] as const) : []),
    ];
    return { type: 'give-back', item: data.returnId, steps };
  }
  if (type === 'order.lines-change-requested') return { type: 'change-lines', revision: data.revision };
  if (type === 'order.placed') return { type: 'placed' };
  if (type === 'order.cancellation-requested') return { type: 'cancel' };
  return undefined;
}

function perform(order: Order, act: Act, at: Date): void {
  switch (act.type) {
    case 'advance':
      return advance(order, act.fact, at);
    case 'confirm':
      if (act.fact.step === 'capture') order.confirm(act.fact.paymentId, at);
      return;
    case 'reject':
      order.reject(act.why, at, act.refund);
      return;
    case 'cancelled':
      order.cancelled(act.refund ?? money(0, order.state.total.currency), at);
      return;
    case 'refuse-cancellation':
      order.refuseCancellation(act.why, at);
      return;
    case 'lines-changed':
      order.linesChanged(at, act.goods);
      return;
    case 'refuse-lines-change':
      order.refuseLinesChange(act.why, at, act.goods);
      return;
    case 'gave-back':
      return gaveBack(order, act.item, at);
    default:
      assertNever(act);
  }
}

function gaveBack(order: Order, item: string, at: Date): void {
  if (item !== cancellationRefund(order.id)) return order.completeReturn(item, at);
  const refund = unrefunded(order.state);
  order.cancelled(refund, at);
  order.refunded(refund, at);
}

function advance(order: Order, fact: Fact, at: Date): void {
  switch (fact.step) {
    case 'reserve':
      return order.stockReserved(at, fact.lines);
    case 'authorize':
      return order.paymentAuthorized(fact.paymentId, at);
    case 'book':
      return order.shipmentBooked(fact.shipment, at);
    case 'capture':
      return;
    default:
      assertNever(fact);
  }
}
