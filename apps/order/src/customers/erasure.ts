import { type Context, DomainError, type Ids } from '@waybill/kernel';
import { type Erasure, ErasureIncomplete, requestErasure } from '@waybill/platform';
import { type BatchRunner, effectContextOf } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { CustomerRepository } from './customer.repository.js';
import { customerErrors } from './customer.errors.js';

/** Maximum number of order ids in the error. */
const NAMED = 20;
/** In these statuses an order no longer needs personal data. A draft gets a new address when it is placed. */
const ENDED = ['DRAFT', 'DELIVERED', 'CANCELLED', 'REJECTED'];

interface CustomerErasureOptions {
  readonly unitOfWork: BatchRunner;
  readonly pool: Pool;
  readonly ids: Ids;
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
   * Throws CUSTOMER_HAS_OPEN_ORDERS while a shipment or refund still needs the data. A row that cannot be erased now is reported, and tried
   * again in the background.
   */
  async erase(context: Context, id: string): Promise<void> {
    const { unitOfWork, ids, erasure, customers } = this.options;
    const { tenant } = context;
    await this.refuseOpen(tenant, id);
    const orderIds = await this.orderIds(
      'SELECT id FROM order_summaries WHERE tenant = $1 AND customer_id = $2 ORDER BY placed_at',
      [tenant, id],
    );
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
    const orders = await this.orderIds(
      `SELECT id FROM order_summaries WHERE tenant = $1 AND customer_id = $2 AND status <> ALL($3)
       ORDER BY placed_at LIMIT ${NAMED}`,
      [tenant, id, ENDED],
    );
    if (orders.length === 0) return;
    const message =
      'these orders still need name and address: cancel them, or ask again when they have ended';
    throw new DomainError(customerErrors.CUSTOMER_HAS_OPEN_ORDERS, message, { orders });
  }

  private async orderIds(sql: string, values: readonly unknown[]): Promise<string[]> {
    const { rows } = await this.options.pool.query<{ id: string }>(sql, [...values]);
    return rows.map(({ id }) => id);
  }
}
