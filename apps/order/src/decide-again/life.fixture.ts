import { present } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { wakeOverdue } from '../fulfilment/overdue.js';
import { ImportOrder } from '../imports/import-order.js';
import { CancelOrder } from '../orders/commands/cancel-order.js';
import { ChangeAddress } from '../orders/commands/change-address.js';
import { ChangeDraft } from '../orders/commands/change-draft.js';
import { ChangeLines } from '../orders/commands/change-lines.js';
import { DraftOrder } from '../orders/commands/draft-order.js';
import { PlaceDraft } from '../orders/commands/place-draft.js';
import { PlaceOrder } from '../orders/commands/place-order.js';
import { ReceiveReturn, RequestReturn } from '../orders/commands/return-goods.js';
import type { FulfilmentRun } from '../fulfilment/fulfilment.process.js';
import type { CommandName } from '../orders/command-names.js';
import type { OrderCommand } from '../orders/order.repository.js';
import type { OrderWorld } from './order-world.fixture.js';

const ada: Principal = {
  subject: 'c-17',
  tenant: 'default',
  admin: false,
  operator: false,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
};
const address = {
  name: 'Ada Lovelace',
  line1: '12 Square',
  city: 'London',
  postalCode: 'SW1',
  country: 'GB',
};
const moved = { ...address, line1: '7 Crescent' };
export const lines = [{ sku: 'MUG', quantity: 2 }];
export const more = [{ sku: 'MUG', quantity: 3 }];
export const amount = { amount: 2_995, currency: 'EUR' };
export const payment = { paymentId: 'p-1', amount, method: 'card' };
export const refusal = { code: 'DECLINED', detail: 'no' };
export const shipment = {
  shipmentId: 's-1',
  carrier: 'Swift',
  trackingNumber: 'T1',
  eta: '2026-11-23',
  lines,
};
/** Long enough for a deadline to pass. */
const HOURS = 3 * 3_600_000;

/** One order, and methods for the commands and messages that it receives. */
export class Life {
  orderId = '';

  constructor(readonly world: OrderWorld) {}

  private get context() {
    return this.world.context('http', { userId: ada.subject });
  }

  /** With If-Match: the version that the customer saw. */
  private basedOn(seenVersion: number) {
    return { ...this.context, preconditions: { match: [seenVersion] } };
  }

  async place(): Promise<void> {
    const request = {
      lines,
      shippingAddress: address,
      paymentMethod: 'pm_card_visa',
      email: 'orders@example.com',
    };
    ({ id: this.orderId } = await this.world.handlers.place.execute(
      new PlaceOrder(request, ada, this.context),
    ));
  }

  async draft(): Promise<void> {
    const { handlers } = this.world;
    ({ id: this.orderId } = await handlers.draft.execute(new DraftOrder({ lines }, ada, this.context)));
    const item = { sku: 'TEA', quantity: 1 };
    await handlers.changeDraft.execute(new ChangeDraft(this.orderId, item, ada, this.context));
    await handlers.changeDraft.execute(new ChangeDraft(this.orderId, { sku: 'TEA' }, ada, this.context));
    await this.move();
    const terms = { paymentMethod: 'pm_card_visa' };
    await handlers.placeDraft.execute(new PlaceDraft(this.orderId, terms, ada, this.context));
  }

  removeItem(seenVersion: number): Promise<unknown> {
    return this.world.handlers.changeDraft.execute(
      new ChangeDraft(this.orderId, { sku: 'MUG' }, ada, this.basedOn(seenVersion)),
    );
  }

  async import(): Promise<void> {
    const sold = {
      marketplace: 'bazaar',
      externalId: 'b-1',
      soldAt: new Date('2026-11-20T08:00:00Z'),
      customerId: 'bazaar:9',
      customerName: 'Ada Lovelace',
      email: 'ada@example.com',
      lines,
      shippingAddress: address,
      expectedTotal: amount,
    };
    const { orderId } = await this.world.handlers.import.execute(
      new ImportOrder(sold, 'pm_bazaar', this.context),
    );
    this.orderId = orderId;
  }

  move(): Promise<unknown> {
    const change = { address: moved };
    return this.world.handlers.changeAddress.execute(
      new ChangeAddress(this.orderId, change, ada, this.context),
    );
  }

  changeLines(): Promise<unknown> {
    return this.world.handlers.changeLines.execute(
      new ChangeLines(this.orderId, { lines: more }, ada, this.context),
    );
  }

  cancel(seenVersion?: number): Promise<unknown> {
    const based = seenVersion === undefined ? this.context : this.basedOn(seenVersion);
    const cancellation = { reason: 'changed my mind' };
    return this.world.handlers.cancel.execute(new CancelOrder(this.orderId, cancellation, ada, based));
  }

  async return(): Promise<void> {
    const { handlers } = this.world;
    const wanted = { lines: [{ sku: 'MUG', quantity: 1 }], reason: 'broken' };
    await handlers.requestReturn.execute(new RequestReturn(this.orderId, wanted, ada, this.context));
    const about = { orderId: this.orderId, returnId: `${this.orderId}-return-1` };
    const received = [{ sku: 'MUG', restocked: 1, writtenOff: 0 }];
    await handlers.receiveReturn.execute(new ReceiveReturn(about, received, this.context));
  }

  /** A service replies to the newest command with this label. */
  async answer(label: string, type: string, data: object = {}): Promise<void> {
    await this.send(type, data, this.world.commandId(this.orderId, label));
  }

  async send(type: string, data: object = {}, causationId = 'another'): Promise<void> {
    const { orderId, world } = this;
    world.clock.advance(1_000);
    await world.receive(type, { orderId, ...data }, world.context('order.fulfilment'), causationId);
  }

  async wake(): Promise<void> {
    const { world, orderId: id } = this;
    world.clock.advance(HOURS);
    await wakeOverdue(world.orders, world.ids)({ id, tenant: 'default' });
  }

  operate(name: 'RetrySaga' | 'ResolveSaga', step = ''): Promise<unknown> {
    const by = 'olga';
    if (name === 'RetrySaga') return this.change(name, { by }, ({ process }) => process.retry(by));
    return this.change(name, { step, by }, ({ process }) => process.resolve({ step, by, note: 'done' }));
  }

  /** Runs a command that has no handler class. */
  change(name: CommandName, input: object, decide: OrderCommand<FulfilmentRun>['decide']): Promise<unknown> {
    return this.world.orders.change(this.context, this.orderId, { name, input, decide });
  }

  async book(): Promise<void> {
    await this.answer('reserve', 'inventory.reserved', { lines });
    await this.answer('authorize', 'payment.authorized', payment);
    await this.answer('book', 'shipping.booked', { ...shipment, shipments: [shipment] });
  }

  async confirm(): Promise<void> {
    await this.book();
    await this.answer('capture', 'payment.captured', payment);
  }

  /** The label of the step's newest command: the step and its item. */
  itemOf(step: string): string {
    const entry = this.world.saga(this.orderId)?.log.findLast((one) => one.step === step);
    return `${step} ${present(entry?.item, `the item of ${step}`)}`;
  }
}
