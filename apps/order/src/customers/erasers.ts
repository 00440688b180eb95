import { requestOrigins } from '@waybill/event-store';
import { type Eraser, type Person, idsOf } from '@waybill/platform';
import { type RowType, type Tx, idempotencyKeys } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { contacts } from '../orders/order-summary.js';
import type { OrderView } from '../orders/order-view.js';
import { wordsOf } from '../orders/words.js';
import { customers } from './customer.js';

/** Name, mail address and postal addresses of the orders. */
export function contactEraser(pool: Pool): Eraser {
  return {
    name: 'contacts',
    find: (person) =>
      idsOf(
        pool,
        `SELECT DISTINCT data->>'contact' AS id FROM events
         WHERE stream_id = ANY($1) AND at <= $2 AND data ? 'contact'`,
        [person.orderIds, erasedBefore(person)],
      ),
    erase: (tx, id) => remove(tx, contacts, id),
  };
}

/** Address and user agent of the customer's own requests. */
export function originEraser(pool: Pool): Eraser {
  return {
    name: 'request origins',
    find: (person) =>
      idsOf(
        pool,
        `SELECT DISTINCT metadata->>'origin' AS id FROM events
         WHERE stream_id = ANY($1) AND at <= $2 AND metadata->>'userId' = $3 AND metadata ? 'origin'`,
        [person.orderIds, erasedBefore(person), person.id],
      ),
    erase: (tx, id) => remove(tx, requestOrigins, id),
  };
}

/** Responses that are stored for idempotent retries, including those to an admin about this customer. */
export function answerEraser(pool: Pool): Eraser {
  return {
    name: 'stored answers',
    find: ({ tenant, id, ...person }) =>
      // Searched as text: a stored answer need not be JSON that Postgres can read, and such a row must not stop the search.
      idsOf(
        pool,
        `SELECT scope AS id FROM idempotency_keys
         WHERE starts_with(scope, $1) AND created_at <= $2 AND strpos(answer::text, $3) > 0`,
        [`${tenant}|`, erasedBefore(person), JSON.stringify(id)],
      ),
    async erase(tx, scope, person) {
      const row = await tx.load(idempotencyKeys, { scope });
      const answer = row && withoutPerson(row.answer, person);
      if (row && answer) tx.save(idempotencyKeys, { ...row, answer });
    },
  };
}

/** A registration that was committed while the erasure ran. The erasure itself removes the record that it finds, and announces it. */
export function recordEraser(pool: Pool): Eraser {
  return {
    name: 'customer records',
    async find({ tenant, id, erasedAt }) {
      if (erasedAt === undefined) return [];
      return idsOf(
        pool,
        `SELECT id FROM customers
         WHERE tenant = $1 AND id = $2 AND updated_at <= $3 AND (name IS NOT NULL OR email IS NOT NULL)`,
        [tenant, id, erasedAt],
      );
    },
    async erase(tx, id, { tenant }) {
      const row = await tx.load(customers, { tenant, id });
      if (row) tx.save(customers, { ...row, name: null, email: null, emailVerified: null });
    },
  };
}

/** The response as the API would return it after the erasure; undefined if it is not about the customer. */
function withoutPerson(answer: unknown, { id }: Person): object | undefined {
  const { customerEmail: _, ...rest } = answer as Record<string, unknown>;
  if (rest['customerId'] === id) return withoutWords({ ...rest, customerName: null, shippingAddress: null });
  return rest['id'] === id && 'email' in rest ? { ...rest, name: null, email: null } : undefined;
}

/** The order without the reasons that the customer gave. */
function withoutWords({ cancellation, returns, ...order }: Partial<OrderView>): object {
  return {
    ...order,
    ...(cancellation && { cancellation: { ...cancellation, reason: wordsOf(null, cancellation) } }),
    ...(returns && { returns: returns.map((one) => ({ ...one, reason: '' })) }),
  };
}

function erasedBefore({ erasedAt = 'infinity' }: Pick<Person, 'erasedAt'>): string {
  return erasedAt;
}

async function remove<Row extends { id: string }>(
  tx: Tx,
  kind: RowType<Row, 'id'>,
  id: string,
): Promise<void> {
  if (await tx.load(kind, { id } as Pick<Row, 'id'>)) tx.remove(kind, { id } as Pick<Row, 'id'>);
}
