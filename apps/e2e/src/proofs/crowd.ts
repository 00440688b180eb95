import { sleep, systemTimers } from '@waybill/kernel';
import type { Answer } from '@waybill/testing';
import { type Customer, type Order, type Shop, type Wish, customerOf } from '../shop.js';

/** What customers want in turn, and how such an order ends. */
const WISHES: readonly { readonly end: string; readonly wish: Partial<Wish> }[] = [
  { end: 'CONFIRMED', wish: {} },
  { end: 'CANCELLED', wish: {} },
  { end: 'REJECTED', wish: { paymentMethod: 'pm_card_visa_chargeDeclined' } },
];

/** So often somebody comes back. */
const PATIENCE = 300;

/**
 * Customers who place one order after the other, cancel some, and look at each. Told 503 and when to come back, they ask again
 * under the same key: that is all a service may ask of them when its database fails.
 */
export class Crowd {
  /** Every order that was answered with 202. */
  readonly placed: { readonly customer: Customer; readonly id: string; readonly end: string }[] = [];
  /** Answers that nobody should ever get. */
  readonly wrong: unknown[] = [];
  /** So often a customer was told to come back. */
  unavailable = 0;
  private gathered: Promise<unknown> | undefined;
  private going = true;

  constructor(
    private readonly shop: Shop,
    private readonly sku: string,
  ) {}

  start(customers = 8): void {
    this.gathered = Promise.all(Array.from({ length: customers }, () => this.customer()));
  }

  /** Resolves when each has been answered for the last time. */
  async goHome(): Promise<void> {
    this.going = false;
    await this.gathered;
  }

  private async customer(): Promise<void> {
    const customer = customerOf(this.shop.tenant);
    for (let number = 0; this.going; number++) {
      const { end, wish } = WISHES[number % WISHES.length]!;
      const headers = { 'idempotency-key': `${customer.sub}-${number}` };
      const order = await this.insist(() => this.shop.place(customer, { sku: this.sku, headers, ...wish }));
      if (!order) return;
      this.placed.push({ customer, id: order.id, end });
      if (end === 'CANCELLED') await this.insist(() => this.shop.cancel(customer, order.id));
      await this.insist(() => this.shop.order(customer, order.id));
      await sleep(systemTimers, 50);
    }
  }

  /** Undefined when that was not possible: the customer goes home. */
  private async insist(ask: () => Promise<Answer<Order>>): Promise<Order | undefined> {
    for (let time = 0; time < PATIENCE; time++) {
      const answer = await ask().catch((error: unknown) => error as Error);
      if (answer instanceof Error) return void this.wrong.push(`${answer}: ${answer.cause}`);
      const { status, headers, body } = answer;
      if (status < 300) return body;
      if (status !== 503 || !headers.has('retry-after')) return void this.wrong.push({ status, body });
      this.unavailable++;
      await sleep(systemTimers, 200);
    }
    this.wrong.push('told to come back for ever');
    return undefined;
  }
}
