import { sleep, systemTimers } from '@waybill/kernel';
import type { Answer } from '@waybill/testing';
import { type Customer, type Order, type Shop, type Wish, customerOf } from '../shop.js';

/** Orders that the customers place in turn, and the expected final status of each. */
const WISHES: readonly { readonly end: string; readonly wish: Partial<Wish> }[] = [
  { end: 'CONFIRMED', wish: {} },
  { end: 'CANCELLED', wish: {} },
  { end: 'REJECTED', wish: { paymentMethod: 'pm_card_visa_chargeDeclined' } },
];

/** Maximum number of retries. */
const PATIENCE = 300;

/**
 * Customers who place one order after the other, cancel some, and read each. They retry a 503 with Retry-After under the same
 * idempotency key. This must be all that a client has to do when a service's database fails.
 */
export class CustomerLoad {
  /** Orders whose placement returned 202. */
  readonly placed: { readonly customer: Customer; readonly id: string; readonly end: string }[] = [];
  /** Unexpected responses. */
  readonly wrong: unknown[] = [];
  /** Number of 503 responses. */
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

  /** Resolves when all customers have stopped. */
  async stop(): Promise<void> {
    this.going = false;
    await this.gathered;
  }

  private async customer(): Promise<void> {
    const customer = customerOf(this.shop.tenant);
    for (let number = 0; this.going; number++) {
      const { end, wish } = WISHES[number % WISHES.length]!;
      const headers = { 'idempotency-key': `${customer.sub}-${number}` };
      const order = await this.retrying(() => this.shop.place(customer, { sku: this.sku, headers, ...wish }));
      if (!order) return;
      this.placed.push({ customer, id: order.id, end });
      if (end === 'CANCELLED') await this.retrying(() => this.shop.cancel(customer, order.id));
      await this.retrying(() => this.shop.order(customer, order.id));
      await sleep(systemTimers, 50);
    }
  }

  /** Undefined if all retries failed; then the customer stops. */
  private async retrying(ask: () => Promise<Answer<Order>>): Promise<Order | undefined> {
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
