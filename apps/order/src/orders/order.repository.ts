import type { OrderId } from '@waybill/contracts/ids';
import { EventStore, type KeptCommand } from '@waybill/event-store';
import { type Context, DomainError, type Ids, commonErrors } from '@waybill/kernel';
import { type Given, type KeptDecision, type RunContext, type Saga, saveRefusal, sagas } from '@waybill/saga';
import {
  type Prefetch,
  type Reactions,
  type BatchRunner,
  type Tx,
  toLoad,
  toRead,
} from '@waybill/unit-of-work';
import { evolve } from './domain/evolve.js';
import type { CommandName } from './command-names.js';
import type { FulfilmentMode } from './domain/fulfilment-mode.js';
import { ORDER_STATE_VERSION, type OrderState, statusOf } from './domain/order-state.js';
import type { OrderEvent } from './domain/order.events.js';
import { Order } from './domain/order.js';
import { orderUpcasters } from './domain/order.upcasters.js';
import { orderEvents } from './on-domain-event.js';
import type { OrderSignals } from './order-signals.js';
import { type Contact, type OrderSummary, contacts, orderSummaries } from './order-summary.js';
import { type OrderView, viewOf } from './order-view.js';

/** An order and its saga. They have the same id, and are loaded, decided and saved together. */
export interface OrderUnit<Run extends ProcessRun = ProcessRun> {
  readonly order: Order;
  /** Absent when the customer was erased, or in a draft without an address. */
  contact: Contact | undefined;
  readonly process: Run;
}

/** The fulfilment process, as the repository uses it. */
export interface OrderProcess<Run extends ProcessRun = ProcessRun> {
  /** The mode of new orders. */
  readonly mode: FulfilmentMode;
  run(unit: Pick<OrderUnit, 'order' | 'contact'>, saga: Saga | undefined, context: RunContext): Run;
}

/** The fulfilment of one order within one unit of work. */
export interface ProcessRun {
  /** Decides all that follows from the order's new events. */
  settle(): void;
  /** Writes the decisions of the saga, with the command that led to them. */
  save(tx: Tx, given: Given): void;
  /** The log entry for a command that was refused with this code. */
  refusalOf(tx: Tx, given: Given, code: string): KeptDecision;
  /** Throws ORDER_NOT_CHANGEABLE when lines and address are fixed. */
  refuseFixedContents(): void;
}

export interface OrderRepositoryOptions<Run extends ProcessRun> {
  readonly unitOfWork: BatchRunner;
  /** Must include the handler `UpdateOrderSummary`: the repository reads the row that it writes. */
  readonly reactions: Reactions;
  readonly process: OrderProcess<Run>;
  readonly signals: OrderSignals;
  readonly ids: Ids;
  /** The version of the code; stored with each command. */
  readonly code: string;
}

/**
 * The stored form of a command. It is stored with its first event, or in the log of the saga. It refers to personal data by the id of the
 * row.
 */
export interface CommandInput extends Pick<KeptCommand, 'input'> {
  /** The name of the command, or the type of the message from a service. */
  readonly name: CommandName | `${string}.${string}`;
}

export interface OrderCommand<Run extends ProcessRun = ProcessRun> extends CommandInput {
  /** The command stores something in the contact, so the row is locked. */
  readonly changesContact?: true;
  decide(unit: OrderUnit<Run>, tx: Tx): void | Promise<void>;
}

interface Refused {
  readonly error: DomainError;
  readonly refusal: KeptDecision;
}

/** Loads orders, runs commands on them, saves them and dispatches their events. The handlers are listed in `orders.feature.ts`. */
export class OrderRepository<Run extends ProcessRun = ProcessRun> {
  private readonly events: EventStore<OrderState, OrderEvent, Order>;
  private readonly unitOfWork: BatchRunner;
  private readonly reactions: Reactions;
  private readonly process: OrderProcess<Run>;
  private readonly signals: OrderSignals;
  private readonly ids: Ids;
  private readonly code: string;

  constructor({ unitOfWork, reactions, process, signals, ids, code }: OrderRepositoryOptions<Run>) {
    this.unitOfWork = unitOfWork;
    this.reactions = reactions;
    this.process = process;
    this.signals = signals;
    this.ids = ids;
    this.code = code;
    this.events = new EventStore(
      {
        type: Order.type,
        begunBy: ['order.placed', 'order.drafted'],
        evolve,
        upcasters: orderUpcasters,
        snapshots: { schema: ORDER_STATE_VERSION },
        create: (id, state, version) => new Order(id, state, version),
      },
      ids,
    );
  }

  /** The mode of new orders. */
  get mode(): FulfilmentMode {
    return this.process.mode;
  }

  /** Adds an order. `begin` returns it with its contact, which a draft may not have yet. */
  async add(
    context: Context,
    begin: (tx: Tx) => Promise<{ order: Order; contact?: Contact | undefined; command: CommandInput }>,
    prefetch: readonly Prefetch[] = [],
  ): Promise<OrderView> {
    const add = async (tx: Tx): Promise<OrderView> => {
      const { order, contact, command } = await begin(tx);
      if (contact) tx.save(contacts, contact);
      return this.save(tx, this.unit(tx, order, contact, undefined), undefined, command);
    };
    return this.run(context, add, prefetch);
  }

  /**
   * Loads the order, runs the command, saves order and saga, and dispatches the events. If the command is refused, only the refusal is
   * saved, in the log of the saga. Throws NOT_FOUND and the refusal.
   */
  async change(context: Context, id: OrderId, command: OrderCommand<Run>): Promise<OrderView> {
    let refused: Refused | undefined;
    const loadAndChange = async (tx: Tx): Promise<OrderView> => {
      refused = undefined;
      const { unit, summary } = await this.load(tx, id);
      try {
        await command.decide(unit, tx);
        unit.process.settle();
      } catch (error) {
        refused = this.refusedBy(error, tx, unit, command);
        throw error;
      }
      return this.save(tx, unit, summary, command);
    };
    try {
      return await this.run(context, loadAndChange, [
        ...this.events.prefetch(id),
        (command.changesContact ? toLoad : toRead)(contacts, { id }),
        toLoad(sagas, { id }),
        toLoad(orderSummaries, { id }),
        ...this.reactions.prefetch(orderEvents, id),
      ]);
    } catch (error) {
      if (refused && refused.error === error) await this.keepRefusal(context, id, refused.refusal);
      throw error;
    }
  }

  private async run(
    context: Context,
    act: (tx: Tx) => Promise<OrderView>,
    prefetch: readonly Prefetch[],
  ): Promise<OrderView> {
    const view = await this.unitOfWork.run(context, act, prefetch);
    this.signals.changed(view);
    return view;
  }

  private async load(tx: Tx, id: OrderId): Promise<{ unit: OrderUnit<Run>; summary: OrderSummary }> {
    const [order, ownContact, saga, summary] = await Promise.all([
      this.events.load(tx, id),
      tx.read(contacts, { id }),
      tx.load(sagas, { id }),
      tx.load(orderSummaries, { id }),
    ]);
    if (!order || summary?.tenant !== tx.context.tenant)
      throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${id}.`);
    const { contact: name } = order.state;
    // Nearly always the order's own contact, which is prefetched.
    const contact = name === undefined || name === id ? ownContact : await tx.read(contacts, { id: name });
    return { unit: this.unit(tx, order, contact, saga), summary };
  }

  private unit(
    { at, context: { tenant } }: Tx,
    order: Order,
    contact: Contact | undefined,
    saga: Saga | undefined,
  ): OrderUnit<Run> {
    // The saga holds this object, so it sees a contact that a command handler sets.
    const subject: { readonly order: Order; contact: Contact | undefined } = { order, contact };
    return Object.assign(subject, { process: this.process.run(subject, saga, { at, tenant }) });
  }

  /** Undefined for NOT_FOUND: a caller who must not see the order leaves nothing in its log. */
  private refusedBy(
    error: unknown,
    tx: Tx,
    { order, process }: OrderUnit<Run>,
    command: CommandInput,
  ): Refused | undefined {
    if (!(error instanceof DomainError) || error.code === commonErrors.NOT_FOUND.code) return undefined;
    return { error, refusal: process.refusalOf(tx, this.given(command, order.version, false), error.code) };
  }

  /**
   * In a transaction of its own, because the command's is rolled back. A redriven message runs in the redrive's transaction: its dead
   * letter shows the refusal.
   */
  private async keepRefusal(context: Context, id: OrderId, refusal: KeptDecision): Promise<void> {
    const { idempotency: _, act: __, takeOver, ...own } = context;
    if (takeOver) return;
    const save = async (tx: Tx): Promise<void> => {
      const saga = await tx.load(sagas, { id });
      if (saga) saveRefusal(tx, saga, refusal);
    };
    const keeping = { ...own, messageId: this.ids.next(), consumer: 'order.refusals' };
    // A failure here does not matter to the caller, who gets the refusal in any case.
    await this.unitOfWork.run(keeping, save, [toLoad(sagas, { id })]).catch(() => undefined);
  }

  private given({ name, input }: CommandInput, version: number, recorded: boolean): Given {
    return { name, input, code: this.code, version, recorded };
  }

  /** Saves order and saga before it dispatches the events. */
  private async save(
    tx: Tx,
    { order, contact, process }: OrderUnit<Run>,
    summary: OrderSummary | undefined,
    { name, input }: CommandInput,
  ): Promise<OrderView> {
    process.settle();
    const { id, recorded: events, state } = order;
    await this.events.save(tx, order, { name, input, code: this.code });
    process.save(tx, this.given({ name, input }, order.version, events.length > 0));
    const version = order.version + events.length;
    if (tx.context.act) {
      const after = { version, status: statusOf(state), events: events.map(({ type }) => type) };
      const before = summary ? { version: order.version, status: summary.status } : null;
      tx.record({ owner: state.customerId, before, after, ...(!tx.context.act.target && { target: id }) });
    }
    if (events.length === 0 && summary) return viewOf(summary, contact);
    await this.reactions.dispatch(tx, orderEvents, { id, version, events, saved: { state, contact } });
    const updated = await tx.load(orderSummaries, { id });
    if (!updated) throw new Error(`order ${id} has no summary: the orders need UpdateOrderSummary`);
    return viewOf(updated, contact);
  }
}
