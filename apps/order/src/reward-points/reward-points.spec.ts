import { beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@waybill/kernel';
import { CountedIds, FixedClock, contextFor, hastyTimers } from '@waybill/testing';
import type { MemoryDatabase, Reactions } from '@waybill/unit-of-work';
import { Order } from '../orders/domain/order.js';
import { orderReactions } from '../orders/order-reactions.fixture.js';
import { OrderRepository } from '../orders/order.repository.js';
import { noProcess } from '../projections/no-process.fixture.js';
import { CountRewardPoints, rewardPoints } from './reward-points.feature.js';
import { memoryOrders } from '../orders/memory-orders.fixture.js';
import { TEST_COMMAND, testCommand } from '../orders/test-command.fixture.js';

const SHIPMENT = { shipmentId: 's', carrier: 'c', trackingNumber: 't', eta: '2026-03-20' };
const lines = [{ sku: 'MUG', name: 'Mug', quantity: 3, unitPrice: money(1250, 'EUR') }];
const contact = {
  customerName: 'Ada',
  email: 'ada@example.com',
  address: { name: 'Ada', line1: 'Square', city: 'London', postalCode: 'SW1', country: 'GB' },
};

describe('reward points', () => {
  const clock = new FixedClock(new Date('2026-11-21T10:00:00Z'));
  const ids = new CountedIds(clock);
  const counting = new CountRewardPoints();
  let database: MemoryDatabase;
  let reactions: Reactions;
  let orders: OrderRepository;
  let id: string;

  beforeEach(async () => {
    reactions = orderReactions(ids, counting);
    ({ database, orders } = memoryOrders({ clock, ids, timers: hastyTimers, process: noProcess, reactions }));
    id = ids.next();
    const placement = {
      customerId: 'ada',
      contact: id,
      lines,
      charges: [{ kind: 'postage', amount: money(495, 'EUR') }],
      paymentMethod: 'pm_card_visa',
      fulfilment: 'orchestrated' as const,
    };
    await orders.add(contextFor(ids.next(), 'http'), (tx) =>
      Promise.resolve({
        order: Order.place(id, placement, tx.at),
        contact: { id, ...contact },
        command: TEST_COMMAND,
      }),
    );
  });

  const change = (act: (order: Order, at: Date) => void) =>
    orders.change(
      contextFor(ids.next(), 'http'),
      id,
      testCommand(({ order }, { at }) => act(order, at)),
    );
  const confirm = () =>
    change((order, at) => {
      order.stockReserved(at);
      order.paymentAuthorized('payment', at);
      order.shipmentBooked({ shipments: [SHIPMENT] }, at);
      order.confirm(at);
    });
  const points = () =>
    database.rows(rewardPoints).map(({ customerId, points: given }) => [customerId, given]);

  it('are given for a confirmed order: one for each 100 minor units', async () => {
    expect(points()).toEqual([]);
    await confirm();
    expect(points()).toEqual([['ada', 42]]);
  });

  it('are deducted for units that were not found', async () => {
    await confirm();
    await change((order, at) => order.short('s', [{ sku: 'MUG', quantity: 1 }], at));
    expect(points()).toEqual([['ada', 29]]);
  });

  it('are not given for units that were not found before the confirmation', async () => {
    await change((order, at) => {
      order.stockReserved(at);
      order.paymentAuthorized('payment', at);
      order.shipmentBooked({ shipments: [SHIPMENT] }, at);
      order.short('s', [{ sku: 'MUG', quantity: 1 }], at);
      order.confirm(at);
    });
    expect(points()).toEqual([['ada', 29]]);
  });

  it('are deducted for a return once its refund is paid', async () => {
    await confirm();
    await change((order, at) => {
      order.shipped(SHIPMENT, at);
      order.delivered('s', '2026-03-20T10:00:00.000Z', at);
      order.requestReturn([{ sku: 'MUG', quantity: 2 }], 'broken', at);
    });
    const returnId = `${id}-return-1`;
    await change((order, at) =>
      order.receiveReturn(returnId, [{ sku: 'MUG', restocked: 2, writtenOff: 0 }], at),
    );
    expect(points()).toEqual([['ada', 42]]);
    await change((order, at) => order.completeReturn(returnId, at));
    expect(points()).toEqual([['ada', 17]]);
  });

  it('are all deducted by a cancellation', async () => {
    await confirm();
    await change((order, at) => {
      order.requestCancellation('changed my mind', 'customer', at);
      order.cancelled(order.state.total, at);
    });
    expect(points()).toEqual([['ada', 0]]);
  });

  it('are not counted for an order that is cancelled before its confirmation', async () => {
    await change((order, at) => {
      order.requestCancellation('changed my mind', 'customer', at);
      order.cancelled(money(0, 'EUR'), at);
    });
    expect(points()).toEqual([]);
  });

  it('are no longer counted when the handler is removed', async () => {
    reactions.remove(counting);
    await confirm();
    expect(points()).toEqual([]);
  });
});
