import { assertNever, money } from '@waybill/kernel';
import { type LogEntry, type Saga, sagas, withDeadline } from '@waybill/saga';
import type { Tx } from '@waybill/unit-of-work';
import type { OrderEvent } from '../orders/domain/order.events.js';
import type { Order } from '../orders/domain/order.js';
import type { OrderProcess, OrderUnit } from '../orders/order.repository.js';
import {
  type Decision,
  type Fact,
  type Fulfilment,
  type Input,
  decide,
  initialFulfilment,
  isAtRest,
} from './fulfilment.js';
import { COMMANDS, UNDO_PATIENCE_MS } from './steps.js';

/** An answer to one of the saga's commands. */
export interface Answer {
  readonly type: string;
  readonly causationId: string;
}

/** Runs the pure process: its own order's events and the services' answers in, commands and acts on the order out. */
export class FulfilmentProcess implements OrderProcess {
  /** The order's own events reach the saga here, inside the unit, never over Kafka. */
  react(tx: Tx, unit: OrderUnit): void {
    const before = unit.saga;
    for (; unit.heard < unit.order.recorded.length; unit.heard++) {
      const input = inputOf(unit.order.recorded[unit.heard]!);
      if (input) this.decide(tx, unit, input);
    }
    if (unit.saga && unit.saga !== before) tx.save(sagas, unit.saga);
  }

  /** What a service answered. A reply is matched by its cause, the command in the log; anything else is not ours. */
  hear(tx: Tx, unit: OrderUnit, input: Input, { type, causationId }: Answer): void {
    const { saga } = unit;
    if (!saga?.log.some(({ commandId }) => commandId === causationId)) return;
    unit.saga = answered(saga, causationId, type, tx.at);
    this.decide(tx, unit, input);
    tx.save(sagas, unit.saga);
  }

  /** Nothing came in time. */
  overdue(tx: Tx, unit: OrderUnit): void {
    const { saga } = unit;
    if (!saga?.wakeAt || saga.wakeAt > tx.at) return;
    // This waking is over; the next one is the deadline's own.
    unit.saga = withDeadline({ ...saga, wakeAt: null }, saga.deadline);
    if (saga.deadline && saga.deadline <= tx.at) this.decide(tx, unit, { type: 'overdue' });
    tx.save(sagas, unit.saga);
  }

  private decide(tx: Tx, unit: OrderUnit, input: Input): void {
    const saga = unit.saga ?? begin(tx, unit.order.id);
    const { state, send, act } = decide(saga.state as Fulfilment, input);
    if (act) actOn(unit, act, tx.at);
    const asked = send && this.send(tx, unit, state, send);
    const rest = isAtRest(state);
    const status = rest ? 'ended' : state.goal === 'confirm' ? 'running' : 'compensating';
    const log = asked ? [...saga.log, asked.entry] : saga.log;
    const deadline = rest ? null : (asked?.deadline ?? saga.deadline);
    unit.saga = withDeadline({ ...saga, state, status, log, updatedAt: tx.at }, deadline);
  }

  private send(tx: Tx, unit: OrderUnit, state: Fulfilment, { step, undo }: NonNullable<Decision['send']>) {
    const commands = COMMANDS[step];
    const { type, data } = undo ? commands.undo : commands.ask;
    const reason = state.why?.code ?? unit.order.state.cancellation?.reason ?? state.goal;
    const commandId = tx.publish(type, unit.order.id, data(unit, reason));
    const entry: LogEntry = {
      ...{ step: undo ? `undo ${step}` : step, attempt: state.attempt, commandId, command: type.type },
      sentAt: tx.at.toISOString(),
    };
    const patience = undo ? UNDO_PATIENCE_MS : commands.patienceMs;
    return { entry, deadline: new Date(tx.at.getTime() + patience) };
  }
}

function begin(tx: Tx, id: string): Saga {
  return {
    ...{ id, name: 'fulfilment', tenant: tx.context.tenant, status: 'running', state: initialFulfilment },
    ...{ log: [], deadline: null, wakeAt: null, startedAt: tx.at, updatedAt: tx.at },
  };
}

function inputOf({ type }: OrderEvent): Input | undefined {
  if (type === 'order.placed') return { type: 'placed' };
  if (type === 'order.cancellation-requested') return { type: 'cancel' };
  return undefined;
}

function answered(saga: Saga, causationId: string, answer: string, at: Date): Saga {
  const log = saga.log.map((entry): LogEntry =>
    entry.commandId === causationId && !entry.answer
      ? { ...entry, answer, answeredAt: at.toISOString() }
      : entry,
  );
  return { ...saga, log };
}

function actOn({ order }: OrderUnit, act: NonNullable<Decision['act']>, at: Date): void {
  switch (act.type) {
    case 'advance':
      return advance(order, act.fact, at);
    case 'confirm':
      if (act.fact.step === 'capture') order.confirm(act.fact.paymentId, at);
      return;
    case 'reject':
      order.reject(act.why, at);
      return;
    case 'cancelled':
      order.cancelled(act.refund ?? money(0, order.state.total.currency), at);
      return;
    case 'refuse-cancellation':
      order.refuseCancellation(act.why, at);
      return;
    default:
      assertNever(act);
  }
}

function advance(order: Order, fact: Fact, at: Date): void {
  switch (fact.step) {
    case 'reserve':
      return order.stockReserved(at);
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
