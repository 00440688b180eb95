import { messageTypes } from '@waybill/contracts';
import type { OrderId, ReturnId } from '@waybill/contracts/ids';
import { type Message, contextOf } from '@waybill/kernel';
import { sagas } from '@waybill/saga';
import { outboxMessages } from '@waybill/unit-of-work';
import { FulfilmentConsumer } from '../fulfilment/fulfilment.consumer.js';
import { wakeOverdue } from '../fulfilment/overdue.js';
import { orderSummaries } from '../orders/order-summary.js';
import type { StoredOrders } from './stored-orders.js';

/**
 * How the services reply. `done`: all commands succeed. `refused`: the service refuses every command that it may refuse. `lost`: the
 * commands in flight never arrived; later ones succeed.
 */
export type Fate = 'done' | 'refused' | 'lost';

interface Command {
  readonly id: string;
  readonly type: string;
  readonly refundId?: string;
  readonly returnId?: ReturnId;
}

type Answer = readonly [type: string, data: object];

const refusal = { code: 'NO', detail: 'refused' };

/** Stand-ins for the other services. They reply with version 1 of each message, as an older build does. */
export class AnsweringServices {
  /** The ids of the refunds that were paid. */
  readonly refunded: string[] = [];
  private readonly consumer: FulfilmentConsumer;
  private sent = 0;

  constructor(
    private readonly service: StoredOrders,
    private readonly orderId: OrderId,
    private readonly fate: Fate,
  ) {
    this.consumer = new FulfilmentConsumer(service.orders);
  }

  /** Replies to the commands that the stored saga has in flight, then to each command that follows, until none is left. */
  async run(): Promise<void> {
    for (const command of this.inFlight()) await this.answer(command);
    for (let rounds = 0; rounds < 50; rounds++) {
      const commands = this.newCommands();
      if (commands.length === 0 && !(await this.wake())) return;
      for (const command of commands) await this.answer(command);
    }
  }

  private get saga() {
    return this.service.database.rows(sagas)[0]!;
  }

  /**
   * The last command of each step that still needs a reply. A backordered reservation has reached its service, so it gets a reply with
   * `lost` too.
   */
  private inFlight(): Command[] {
    const last = new Map(this.saga.log.map((entry) => [entry.step, entry]));
    const isOpen = (answer?: string) =>
      answer === 'inventory.backordered' || (answer === undefined && this.fate !== 'lost');
    return [...last.values()]
      .filter(({ answer }) => isOpen(answer))
      .map(({ commandId, command, step }) => {
        const item = step.split(' ').at(-1)!;
        const refundId = step === 'undo capture' ? `${this.orderId}:cancellation` : item;
        return { id: commandId, type: command, refundId, returnId: item };
      });
  }

  private newCommands(): Command[] {
    const rows = this.service.database.rows(outboxMessages).slice(this.sent);
    this.sent += rows.length;
    return rows
      .filter(({ topic }) => topic.endsWith('.commands'))
      .map(({ id, type, body }) => ({ ...(JSON.parse(body.toString()) as object), id, type }));
  }

  /** Wakes the saga at its deadline; false when it has none. */
  private async wake(): Promise<boolean> {
    const { id, tenant, wakeAt } = this.saga;
    if (!wakeAt) return false;
    const { surroundings, orders, ids } = this.service;
    const { clock } = surroundings;
    clock.advance(Math.max(0, wakeAt.getTime() - clock.now().getTime()));
    await wakeOverdue(orders, ids)({ id, tenant });
    return true;
  }

  private async answer(command: Command): Promise<void> {
    const { service, orderId } = this;
    const [type, data] = this.answerTo(command);
    if (type === 'payment.refunded') this.refunded.push(command.refundId!);
    const message: Message<string, { orderId: OrderId }> = {
      id: service.ids.next(),
      type,
      version: 1,
      source: '/test',
      key: orderId,
      time: service.surroundings.clock.now(),
      data: messageTypes.get(type)!.parse({ orderId, ...data }, 1) as { orderId: OrderId },
      correlationId: orderId,
      causationId: command.id,
      tenant: 'default',
      traceparent: '',
    };
    await this.consumer.answer(message, contextOf(message, 'order.fulfilment'));
  }

  private answerTo({ type, refundId, returnId }: Command): Answer {
    const { lines, total, currency, progress } = this.service.database.rows(orderSummaries)[0]!;
    const units = lines.map(({ sku, quantity }) => ({ sku, quantity }));
    const payment = { paymentId: 'payment-1', amount: { amount: total, currency }, method: 'card' };
    const shipment = {
      shipmentId: 'shipment-1',
      carrier: 'Parcels',
      trackingNumber: 'P-1',
      eta: '2026-03-15',
    };
    const refuses = this.fate === 'refused';
    switch (type) {
      case 'inventory.reserve':
        return refuses
          ? ['inventory.reservation-failed', { shortages: [] }]
          : ['inventory.reserved', { lines: units }];
      case 'inventory.release':
        return ['inventory.released', { lines: units }];
      case 'inventory.restock':
        return ['inventory.restocked', { returnId, lines: [] }];
      case 'payment.authorize':
        return refuses ? ['payment.declined', { refusal }] : ['payment.authorized', payment];
      case 'payment.void':
        return ['payment.voided', {}];
      case 'payment.capture':
        return refuses ? ['payment.failed', { refusal }] : ['payment.captured', payment];
      case 'payment.refund':
        return ['payment.refunded', { ...payment, refundId }];
      case 'shipping.book':
        return refuses
          ? ['shipping.refused', { refusal }]
          : ['shipping.booked', { ...shipment, lines: units }];
      case 'shipping.cancel':
        // Shipping refuses a cancellation only after dispatch, and nothing is dispatched before the confirmation.
        return refuses && progress.confirmedAt
          ? ['shipping.cancellation-refused', { shipmentId: 'shipment-1', refusal }]
          : ['shipping.cancelled', {}];
      default:
        throw new Error(`no service knows ${type}`);
    }
  }
}
