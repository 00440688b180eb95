import { requestOrigins } from '@waybill/event-store';
import { type Act, type Context, DomainError, type Ids } from '@waybill/kernel';
import { type BatchRunner, type Tx, idempotencyKeys } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { contacts } from '../orders/order-summary.js';
import type { CustomerRepository } from './customer.repository.js';
import { customerErrors } from './customer.errors.js';

/** Maximum number of orders or stored responses per transaction. */
const AT_ONCE = 200;
/** Maximum number of order ids in the error. */
const NAMED = 20;
/** In these statuses an order no longer needs personal data. A draft gets a new address when it is placed. */
const ENDED = ['DRAFT', 'DELIVERED', 'CANCELLED', 'REJECTED'];

/**
 * Erases a customer's personal data: name, mail, addresses and the origins of their requests. Events contain the customer's id only and do
 * not change. Runs several transactions; after a failure in between, run it again.
 */
export class CustomerErasure {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly pool: Pool,
    private readonly ids: Ids,
    private readonly customers: CustomerRepository,
  ) {}

  /** Throws CUSTOMER_HAS_OPEN_ORDERS while a shipment or refund still needs the data. */
  async erase(context: Context, id: string): Promise<void> {
    const { tenant } = context;
    await this.refuseOpen(tenant, id);
    const orders = await this.column(
      'SELECT id FROM order_summaries WHERE tenant = $1 AND customer_id = $2',
      [tenant, id],
    );
    for (let start = 0; start < orders.length; start += AT_ONCE) {
      const some = orders.slice(start, start + AT_ONCE);
      const origins = await this.column(
        `SELECT DISTINCT metadata->>'origin' AS id FROM events
         WHERE stream_id = ANY($1) AND metadata->>'userId' = $2 AND metadata ? 'origin'`,
        [some, id],
      );
      const rows = await this.column(
        `SELECT DISTINCT data->>'contact' AS id FROM events WHERE stream_id = ANY($1) AND data ? 'contact'`,
        [some],
      );
      await this.run(context, (tx) => forgetOrders(tx, rows, origins));
    }
    await this.forgetAnswers(context, id);
    await this.run(context, (tx) => this.customers.erase(tx, id), context.act);
  }

  private async refuseOpen(tenant: string, id: string): Promise<void> {
    const orders = await this.column(
      `SELECT id FROM order_summaries WHERE tenant = $1 AND customer_id = $2 AND status <> ALL($3)
       ORDER BY placed_at LIMIT ${NAMED}`,
      [tenant, id, ENDED],
    );
    if (orders.length === 0) return;
    const message =
      'these orders still need name and address: cancel them, or ask again when they have ended';
    throw new DomainError(customerErrors.CUSTOMER_HAS_OPEN_ORDERS, message, { orders });
  }

  /** Removes personal data from the responses that are stored for idempotent retries, including those to an admin about this customer. */
  private async forgetAnswers(context: Context, id: string): Promise<void> {
    const { tenant } = context;
    const scopes = await this.column(
      `SELECT scope AS id FROM idempotency_keys
       WHERE starts_with(scope, $1) AND (answer->>'customerId' = $2 OR answer->>'id' = $2 AND answer->>'email' IS NOT NULL)`,
      [`${tenant}|`, id],
    );
    for (let start = 0; start < scopes.length; start += AT_ONCE) {
      const some = scopes.slice(start, start + AT_ONCE);
      await this.run(context, async (tx) => {
        const rows = await Promise.all(some.map((scope) => tx.load(idempotencyKeys, { scope })));
        for (const row of rows)
          if (row) tx.save(idempotencyKeys, { ...row, answer: withoutPerson(row.answer) });
      });
    }
  }

  /** Only the last transaction records the act: until then, the erasure is not complete. */
  private run(context: Context, work: (tx: Tx) => Promise<void>, act?: Act): Promise<void> {
    const { idempotency: _, ...own } = context;
    return this.unitOfWork.run({ ...own, act, messageId: this.ids.next() }, work);
  }

  private async column(sql: string, values: readonly unknown[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(sql, [...values]);
    return rows.map(({ id }) => id);
  }
}

async function forgetOrders(tx: Tx, people: readonly string[], origins: readonly string[]): Promise<void> {
  const [found, requests] = await Promise.all([
    Promise.all(people.map((id) => tx.load(contacts, { id }))),
    Promise.all(origins.map((id) => tx.load(requestOrigins, { id }))),
  ]);
  for (const row of found) if (row) tx.remove(contacts, row);
  for (const row of requests) if (row) tx.remove(requestOrigins, row);
}

/** The response without name, mail and address, as the API would return it after the erasure. */
function withoutPerson(answer: unknown): object {
  const { customerEmail: _, ...rest } = answer as Record<string, unknown>;
  return 'customerId' in rest
    ? { ...rest, customerName: null, shippingAddress: null }
    : { ...rest, name: null, email: null };
}
