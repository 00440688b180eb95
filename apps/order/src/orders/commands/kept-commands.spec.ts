import { beforeEach, describe, expect, it } from '@jest/globals';
import { type KeptCommand, type StoredEvent, storedEvents, streams } from '@waybill/event-store';
import type { Ids } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { CountedIds, FixedClock, contextFor, hastyTimers } from '@waybill/testing';
import { Reactions } from '@waybill/unit-of-work';
import { products } from '../../catalog/product.js';
import { CustomerRepository } from '../../customers/customer.repository.js';
import { noProcess } from '../../projections/no-process.fixture.js';
import { type Contact, type OrderSummary, contacts, orderSummaries } from '../order-summary.js';
import type { OrderRows } from '../order.rows.js';
import { type Cancellation, CancelOrder, CancelOrderHandler } from './cancel-order.js';
import { type OrderRequest, PlaceOrder, PlaceOrderHandler } from './place-order.js';
import { PriceList } from './price.js';
import { memoryOrders } from '../memory-orders.fixture.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const ada: Principal = {
  subject: 'c-17',
  tenant: 'default',
  admin: false,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
};
const request: OrderRequest = {
  lines: [{ sku: 'MUG', quantity: 2 }],
  shippingAddress: {
    name: 'Ada Lovelace',
    line1: '12 Square',
    city: 'London',
    postalCode: 'SW1',
    country: 'GB',
  },
  paymentMethod: 'pm_card_visa',
  email: 'orders@example.com',
};
const messageIds = new CountedIds(new FixedClock(NOW));
const context = () => contextFor(messageIds.next(), 'http');
/** No command here names the version that its caller read. */
const noRows = {} as OrderRows;

/** The order service in memory, with one product. */
async function start(price = 1250, ids: Ids = new CountedIds(new FixedClock(NOW))) {
  const clock = new FixedClock(NOW);
  const { database, unitOfWork, orders } = memoryOrders({
    clock,
    ids,
    timers: hastyTimers,
    process: noProcess,
    code: '1.2.3+abc',
  });
  const row = { tenant: 'default', sku: 'MUG', name: 'Mug', currency: 'EUR', taxClass: 'standard' };
  await unitOfWork.run(context(), (tx) => {
    tx.save(products, { ...row, price, active: true, version: 1, updatedAt: tx.at });
    return Promise.resolve();
  });
  const customers = new CustomerRepository(new Reactions(ids));
  const place = new PlaceOrderHandler(orders, ids, new PriceList({ postage: 495 }), customers);
  const cancel = new CancelOrderHandler(orders, noRows);
  const events = () => database.rows(storedEvents);
  return { database, unitOfWork, place, cancel, events };
}
type Service = Awaited<ReturnType<typeof start>>;

const kept = ({ metadata: { command } }: StoredEvent): KeptCommand => {
  if (!command) throw new Error('the event keeps no command');
  return command;
};
const recorded = (events: readonly StoredEvent[]) => events.map(({ type, data, at }) => ({ type, data, at }));

/** Decides a kept command again. Personal data comes from the contact, for as long as it is not erased. */
async function decideAgain(service: Service, orderId: string, command: KeptCommand, contact?: Contact) {
  const input = command.input as { readonly by: Pick<Principal, 'subject' | 'admin'> };
  const by = { ...input.by, tenant: 'default' };
  if (command.name === 'CancelOrder')
    return service.cancel.execute(new CancelOrder(orderId, command.input as Cancellation, by, context()));
  if (!contact) throw new Error('the contact was erased');
  const { address: shippingAddress, email: mail } = contact;
  const email = mail ?? undefined;
  const { lines, paymentMethod } = command.input as OrderRequest;
  const again = { lines, paymentMethod, shippingAddress, email };
  return service.place.execute(
    new PlaceOrder(again, { ...by, email, name: contact.customerName }, context()),
  );
}

describe('a command that is kept with its first event', () => {
  let service: Service;
  let id: string;
  beforeEach(async () => {
    service = await start();
    ({ id } = await service.place.execute(new PlaceOrder(request, ada, context())));
    const reason = { reason: 'changed my mind' };
    await service.cancel.execute(new CancelOrder(id, reason, ada, context()));
  });
  const placed = () => service.events().slice(0, 1);
  const cancelled = () => service.events().slice(1);
  const contact = () => service.database.rows(contacts)[0];
  /** The same ids as then. */
  const withIds = (price?: number) => {
    const ids = new CountedIds(new FixedClock(NOW));
    let first = true;
    const next = () => (first ? ((first = false), id) : ids.next());
    return start(price, { next });
  };

  it('has its name, its input and the version of the code, and names the contact by its id', () => {
    const by = { subject: 'c-17', admin: false };
    const { lines, paymentMethod } = request;
    expect(service.events().map(({ metadata }) => metadata.command)).toEqual([
      { name: 'PlaceOrder', input: { lines, paymentMethod, contact: id, by }, code: '1.2.3+abc' },
      { name: 'CancelOrder', input: { reason: 'changed my mind', by }, code: '1.2.3+abc' },
    ]);
  });

  it.each(['Ada', 'Lovelace', 'example.com', 'Square', 'SW1', 'London'])('does not hold %s', (personal) => {
    expect(JSON.stringify(contact())).toContain(personal);
    expect(JSON.stringify(service.events())).not.toContain(personal);
  });

  it('gives the same events when it is decided again', async () => {
    const [first] = placed();
    const again = await withIds();
    await decideAgain(again, id, kept(first as StoredEvent), contact());
    expect(recorded(again.events())).toEqual(recorded(placed()));
  });

  it('gives other events under other prices', async () => {
    const [first] = placed();
    const again = await withIds(1300);
    await decideAgain(again, id, kept(first as StoredEvent), contact());
    expect(recorded(again.events())).not.toEqual(recorded(placed()));
  });

  it('is decided again on the state before it', async () => {
    const again = await start();
    const [before] = placed();
    const [first] = cancelled();
    const head = (before as StoredEvent).id;
    await again.unitOfWork.run(context(), (tx) => {
      tx.append(storedEvents, before as StoredEvent);
      tx.save(streams, { id, type: 'order', version: 1, head });
      tx.save(orderSummaries, service.database.rows(orderSummaries)[0] as OrderSummary);
      return Promise.resolve();
    });
    await decideAgain(again, id, kept(first as StoredEvent));
    expect(recorded(again.events().slice(1))).toEqual(recorded(cancelled()));
    expect(cancelled().map(({ type }) => type)).toEqual(['order.cancellation-requested']);
  });
});
