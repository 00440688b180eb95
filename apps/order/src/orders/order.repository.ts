import type { FulfilmentMode } from '@waybill/contracts';
import { EventStore, streams } from '@waybill/event-store';
import { type Context, DomainError, type Ids, commonErrors } from '@waybill/kernel';
import { type Saga, sagas } from '@waybill/saga';
import { type LoadRequest, type Shell, type Tx, toLoad, toRead } from '@waybill/unit-of-work';
import { ORDER_STATE_VERSION, evolve, initialOrder } from './domain/order-state.js';
import { Order, type Placement } from './domain/order.js';
import { orderUpcasters } from './domain/order.upcasters.js';
import {
  type Contact,
  type OrderSummary,
  contacts,
  nobody,
  orderSummaries,
  project,
} from './order-summary.js';
import type { OrderSignals } from './order-signals.js';
import { type OrderView, viewOf } from './order-view.js';
import { publish } from './order.publication.js';

/** An order and its saga are one unit: same key, loaded together, decided in the same set. */
export interface OrderUnit {
  readonly order: Order;
  /** None: the customer was forgotten, or it is a draft that nobody has addressed yet. */
  contact: Contact | undefined;
  readonly summary: OrderSummary | undefined;
  saga: Saga | undefined;
  /** How many of the order's new events the process has heard. */
  heard: number;
}

/** What the process behind the orders does about an act, in the act's transaction. */
export interface OrderProcess {
  /** Of new orders. */
  readonly style: FulfilmentMode;
  react(tx: Tx, unit: OrderUnit): void;
}

export class OrderRepository {
  private readonly events: EventStore<Order['state'], Order['recorded'][number], Order>;

  constructor(
    private readonly shell: Shell,
    private readonly process: OrderProcess,
    private readonly signals: OrderSignals,
    ids: Ids,
  ) {
    this.events = new EventStore(
      {
        type: Order.type,
        begunBy: ['order.placed', 'order.drafted'],
        initial: initialOrder,
        evolve,
        upcasters: orderUpcasters,
        snapshots: { schema: ORDER_STATE_VERSION },
        create: (id, state, version) => new Order(id, state, version),
      },
      ids,
    );
  }

  /** What new orders say of who leads them. */
  get leadership(): Pick<Placement, 'style'> {
    return this.process.style === 'choreographed' ? { style: 'choreographed' } : {};
  }

  /** Makes an order; `begin` answers it with the row of its personal data, which a draft may not have yet. */
  async add(
    context: Context,
    begin: (tx: Tx) => Promise<{ order: Order; contact?: Contact | undefined }>,
    foreseen: readonly LoadRequest[] = [],
  ): Promise<OrderView> {
    const act = async (tx: Tx): Promise<OrderView> => {
      const { order, contact } = await begin(tx);
      if (contact) tx.save(contacts, contact);
      return this.save(tx, { order, contact, saga: undefined, summary: undefined, heard: 0 });
    };
    return this.run(context, act, foreseen);
  }

  /** Loads the order, lets it act, and writes what follows: events, view, saga, messages. Throws NOT_FOUND. */
  async change(
    context: Context,
    id: string,
    act: (unit: OrderUnit, tx: Tx) => void | Promise<void>,
  ): Promise<OrderView> {
    const change = async (tx: Tx): Promise<OrderView> => {
      const unit = await this.load(tx, id);
      await act(unit, tx);
      return this.save(tx, unit);
    };
    return this.run(context, change, [
      toLoad(streams, { id }),
      toRead(contacts, { id }),
      toLoad(sagas, { id }),
      toLoad(orderSummaries, { id }),
    ]);
  }

  private async run(
    context: Context,
    act: (tx: Tx) => Promise<OrderView>,
    foreseen: readonly LoadRequest[],
  ): Promise<OrderView> {
    const view = await this.shell.run(context, act, foreseen);
    this.signals.changed(view.id);
    return view;
  }

  private async load(tx: Tx, id: string): Promise<OrderUnit> {
    const [order, ownContact, saga, summary] = await Promise.all([
      this.events.load(tx, id),
      tx.read(contacts, { id }),
      tx.load(sagas, { id }),
      tx.load(orderSummaries, { id }),
    ]);
    if (!order || summary?.tenant !== tx.context.tenant)
      throw new DomainError(commonErrors.NOT_FOUND, `no order ${id}`);
    const { contact: name } = order.state;
    // Nearly always the order's own, so that it need not be waited for twice.
    const contact = name === '' || name === id ? ownContact : await tx.read(contacts, { id: name });
    return { order, contact, saga, summary, heard: 0 };
  }

  private async save(tx: Tx, unit: OrderUnit): Promise<OrderView> {
    const { order, contact, summary } = unit;
    this.process.react(tx, unit);
    const { recorded, state, version } = order;
    if (recorded.length === 0) return viewOf(summary!, contact);
    await this.events.save(tx, order);
    const about = { orderId: order.id, contact: contact ?? nobody, state };
    recorded.forEach((event, index) => publish(tx, { ...about, version: version + index + 1 }, event));
    const { tenant } = tx.context;
    const projected = project(
      summary,
      { id: order.id, tenant, state, version: version + recorded.length },
      recorded,
    );
    tx.save(orderSummaries, projected);
    return viewOf(projected, contact);
  }
}
