import { beforeEach, describe, expect, it } from '@jest/globals';
import { paymentFailed, paymentRefunded } from '@waybill/contracts';
import { type Message, contextOf, money } from '@waybill/kernel';
import { sagas } from '@waybill/saga';
import { CountedIds, FixedClock, contextFor, hastyTimers } from '@waybill/testing';
import { type MemoryDatabase, outboxMessages } from '@waybill/unit-of-work';
import { Order } from '../orders/domain/order.js';
import { OrderRepository, type OrderUnit } from '../orders/order.repository.js';
import { orderSummaries } from '../orders/order-summary.js';
import { FulfilmentConsumer } from './fulfilment.consumer.js';
import { FulfilmentProcess, type FulfilmentRun } from './fulfilment.process.js';
import { wakeOverdue } from './overdue.js';
import { memoryOrders } from '../orders/memory-orders.fixture.js';
import { TEST_COMMAND, testCommand } from '../orders/test-command.fixture.js';

// In choreographed mode payment refunds without a command, and calls its gateway once. If the gateway refuses, the saga requests the refund
// until it succeeds.

const total = money(1745, 'EUR');
const refusal = { code: 'BALANCE_TOO_LOW', detail: 'The account is empty.' };
const lines = [{ sku: 'MUG', name: 'Mug', quantity: 1, unitPrice: total }];
const address = { name: 'Ada', line1: 'Square', city: 'London', postalCode: 'SW1', country: 'GB' };

const clock = new FixedClock(new Date('2026-11-21T10:00:00Z'));
const ids = new CountedIds(clock);
let database: MemoryDatabase;
let orders: OrderRepository<FulfilmentRun>;
let consumer: FulfilmentConsumer;
let orderId: string;

beforeEach(async () => {
  const process = new FulfilmentProcess('choreographed');
  ({ database, orders } = memoryOrders({ clock, ids, timers: hastyTimers, process }));
  consumer = new FulfilmentConsumer(orders);
  orderId = ids.next();
  const contact = { id: orderId, orderId, customerName: 'Ada', email: 'ada@example.com', address };
  const placement = {
    customerId: 'ada',
    contact: orderId,
    lines,
    charges: [],
    paymentMethod: 'pm_card_visa',
    fulfilment: 'choreographed' as const,
  };
  await orders.add(contextFor(ids.next(), 'http'), (tx) =>
    Promise.resolve({ order: Order.place(orderId, placement, tx.at), contact, command: TEST_COMMAND }),
  );
});

const change = (act: (order: OrderUnit['order'], at: Date) => void) =>
  orders.change(
    contextFor(ids.next(), 'http'),
    orderId,
    testCommand(({ order }, { at }) => act(order, at)),
  );

function message<Data>(type: string, data: Data, causationId: string): Message<string, Data> {
  return {
    id: ids.next(),
    type,
    version: 1,
    source: '/test',
    key: orderId,
    time: clock.now(),
    data,
    correlationId: orderId,
    causationId,
    tenant: 'default',
    traceparent: '',
  };
}

const refundId = () => `${orderId}:cancellation`;
const refused = (cause = ids.next()) => {
  const failed = message(paymentFailed.type, { orderId, refusal, refundId: refundId() }, cause);
  return consumer.answer(failed, contextOf(failed, 'order.fulfilment'));
};
const givenBack = (cause = ids.next()) => {
  const about = { reason: 'cancellation', subject: orderId } as const;
  const refund = { orderId, paymentId: 'p-1', amount: total, refundId: refundId(), refund: about };
  const refunded = message(paymentRefunded.type, refund, cause);
  return consumer.answer(refunded, contextOf(refunded, 'order.fulfilment'));
};
const asked = () =>
  database.rows(outboxMessages).flatMap(({ type, id, body }) => {
    if (type !== 'payment.refund') return [];
    return [{ id, data: JSON.parse(String(body)) as unknown }];
  });
const outcome = () => {
  const { status, progress } = database.rows(orderSummaries)[0]!;
  return { status, refunded: progress.refunded, saga: database.rows(sagas)[0]?.status };
};

describe.each<[string, (order: OrderUnit['order'], at: Date) => void, string]>([
  ['cancelled', (order, at) => order.requestCancellation('too slow', 'customer', at), 'CANCELLED'],
  ['rejected', (order, at) => order.reject(refusal, at), 'REJECTED'],
])('the refund of an order that is %s in choreographed mode', (_, ends, status) => {
  beforeEach(() => change(ends));

  it('is asked for until the gateway gives it', async () => {
    await refused();
    expect(asked()).toMatchObject([{ data: { refundId: refundId(), amount: total } }]);
    await refused(asked()[0]!.id);
    expect(outcome()).toMatchObject({ refunded: 0, saga: 'running' });
    clock.advance(database.rows(sagas)[0]!.wakeAt!.getTime() - clock.now().getTime());
    await wakeOverdue(orders, ids)({ id: orderId, tenant: 'default' });
    expect(asked()).toHaveLength(2);
    await givenBack(asked()[1]!.id);
    expect(outcome()).toEqual({ status, refunded: total.amount, saga: 'ended' });
  });

  it('is told once, also where payment tells it in answer to nobody', async () => {
    await refused();
    await givenBack();
    await givenBack(asked()[0]!.id);
    expect(outcome()).toEqual({ status, refunded: total.amount, saga: 'ended' });
  });
});
