import { type Context, DomainError, type Ids, type Timers, sleep } from '@waybill/kernel';
import { type Erasure, ErasureIncomplete, idsOf, requestErasure } from '@waybill/platform';
import { type BatchRunner, effectContextOf } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { CustomerRepository } from './customer.repository.js';
import { customerErrors } from './customer.errors.js';

/** Maximum number of order ids in the error. */
const NAMED = 20;
/** How long an erasure waits for the relay, and how often it looks. The relay moves what it has sent twice a second. */
const [PUBLISHED_WITHIN_MS, LOOK_MS] = [5_000, 100];
/** In these statuses an order no longer needs personal data. A draft gets a new address when it is placed. */
const ENDED = ['DRAFT', 'DELIVERED', 'CANCELLED', 'REJECTED'];

interface CustomerErasureOptions {
  readonly unitOfWork: BatchRunner;
  readonly pool: Pool;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly erasure: Erasure;
  readonly customers: CustomerRepository;
}

/**
 * Erases a customer's personal data: name, mail, addresses, words and the origins of their requests. Events contain the customer's id only
 * and do not change. The other services erase what they store when they receive `customer.erased`.
 */
export class CustomerErasure {
  constructor(private readonly options: CustomerErasureOptions) {}

  /**
   * Throws CUSTOMER_HAS_OPEN_ORDERS while a shipment or refund still needs the data, and MESSAGES_NOT_PUBLISHED while messages about
   * the customer wait in the outbox. A row that cannot be erased now is reported, and tried again in the background.
   */
  async erase(context: Context, id: string): Promise<void> {
    const { unitOfWork, ids, erasure, customers } = this.options;
    const { tenant } = context;
    await this.refuseOpen(tenant, id);
    const orderIds = await idsOf(
      this.options.pool,
      'SELECT id FROM order_summaries WHERE tenant = $1 AND customer_id = $2 ORDER BY placed_at',
      [tenant, id],
    );
    await this.untilPublished([id, ...orderIds]);
    const person = { tenant, id, orderIds };
    const isComplete = await erasure.erase(person, effectContextOf(context)).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ErasureIncomplete) return false;
        throw error;
      },
    );
    const { idempotency: _, ...own } = context;
    await unitOfWork.run({ ...own, messageId: ids.next() }, async (tx) => {
      await customers.erase(tx, id, orderIds);
      requestErasure(tx, { ...person, erasedAt: tx.at.toISOString() }, isComplete ? 1 : 0);
    });
  }

  private async refuseOpen(tenant: string, id: string): Promise<void> {
    const orders = await idsOf(
      this.options.pool,
      `SELECT id FROM order_summaries WHERE tenant = $1 AND customer_id = $2 AND status <> ALL($3)
       ORDER BY placed_at LIMIT ${NAMED}`,
      [tenant, id, ENDED],
    );
    if (orders.length === 0) return;
    const message =
      'these orders still need name and address: cancel them, or ask again when they have ended';
    throw new DomainError(customerErrors.CUSTOMER_HAS_OPEN_ORDERS, message, { orders });
  }

  /** What waits for the broker would be published with the data after the erasure. */
  private async untilPublished(keys: readonly string[]): Promise<void> {
    const { pool, timers } = this.options;
    for (let waited = 0; ; waited += LOOK_MS) {
      const { rows } = await pool.query('SELECT FROM outbox WHERE key = ANY($1) LIMIT 1', [keys]);
      if (rows.length === 0) return;
      if (waited >= PUBLISHED_WITHIN_MS) break;
      await sleep(timers, LOOK_MS);
    }
    throw new DomainError(
      customerErrors.MESSAGES_NOT_PUBLISHED,
      'Messages about the customer wait for the message broker. Nothing was erased. Try again when the broker is available.',
    );
  }
}
