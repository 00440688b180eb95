import { DomainError, present } from '@waybill/kernel';
import {
  type Reply,
  type ByHand,
  type Given,
  type KeptDecision,
  type RunContext,
  type Saga,
  SagaRun,
  decisionOf,
  saveSaga,
} from '@waybill/saga';
import type { Tx } from '@waybill/unit-of-work';
import type { FulfilmentMode } from '../orders/domain/fulfilment-mode.js';
import { orderErrors } from '../orders/domain/order.errors.js';
import type { OrderProcess, ProcessRun } from '../orders/order.repository.js';
import type { Action, Fulfilment, Input } from './domain/state.js';
import { driverOf, fulfilment } from './fulfilment.definition.js';
import { type OrderMessage, inputOf, inputOfEvent } from './inputs.js';
import { PROCESS } from './process.js';
import type { Subject } from './subject.js';

/** Runs the saga: takes events of the order and messages of the services, returns commands and changes of the order. */
export class FulfilmentProcess implements OrderProcess {
  /** `mode` is for new orders. An order keeps the mode in which it was placed. */
  constructor(
    readonly mode: FulfilmentMode = 'orchestrated',
    private readonly definition = fulfilment,
  ) {}

  run(subject: Subject, saga: Saga | undefined, context: RunContext): FulfilmentRun {
    return new FulfilmentRun(new SagaRun(this.definition, subject, saga, context), context.at);
  }
}

/** The saga of one order within one unit of work. */
export class FulfilmentRun implements ProcessRun {
  /** How many of the order's new events the saga has handled. */
  private seen = 0;

  constructor(
    private readonly saga: SagaRun<Subject, Fulfilment, Input, Action>,
    private readonly at: Date,
  ) {}

  /** Handles a service's message about the order. */
  receive(message: OrderMessage & Reply): void {
    const command = this.saga.commandOf(message);
    const input = inputOf(message, command);
    if (input?.type === 'lost') this.lost(input);
    else if (input && command) this.saga.receive(input, message);
    // In choreographed mode services publish events without a command of the saga.
    else if (input && this.saga.state.mode === 'choreographed') this.saga.handle(input);
    else if (command) this.saga.logReply(message);
  }

  /** The service undid its own step. If the order is already confirmed, it is cancelled. */
  private lost(input: Extract<Input, { type: 'lost' }>): void {
    const { order } = this.saga.subject;
    if (order.state.status === 'CONFIRMED') order.requestCancellation(input.why.code, 'system', this.at);
    else this.saga.handle(input);
  }

  /** Passes the order's new events to the saga, until its decisions add no more events. */
  settle(): void {
    const { order } = this.saga.subject;
    for (; this.seen < order.recorded.length; this.seen++) {
      const input = inputOfEvent(present(order.recorded[this.seen], 'the event'), order.id);
      if (input) this.saga.handle(input);
    }
  }

  save(tx: Tx, given: Given): void {
    saveSaga(tx, this.saga, given);
  }

  refusalOf(tx: Tx, given: Given, code: string): KeptDecision {
    return decisionOf(tx, given, this.saga, code);
  }

  wake(): void {
    this.saga.wake();
  }

  /** Throws NOT_FOUND and SAGA_AT_REST. */
  retry(by: string): void {
    this.saga.retry(by);
  }

  /** Throws NOT_FOUND, SAGA_AT_REST and STEP_NOT_IN_FLIGHT. */
  resolve(byHand: ByHand): void {
    this.saga.resolve(byHand);
  }

  /** Throws ORDER_NOT_CHANGEABLE once the shipment is being booked; in choreographed mode always, because it may be booked at any time. */
  refuseFixedContents(): void {
    const { state } = this.saga;
    if (!driverOf(state).hasFixedContents(PROCESS, state)) return;
    throw new DomainError(
      orderErrors.ORDER_NOT_CHANGEABLE,
      state.mode === 'choreographed'
        ? 'The order is fulfilled in choreographed mode: its shipment may be booked at any time. Cancel it and place a new one.'
        : 'The shipment is being booked. The order can be changed until then.',
    );
  }
}
