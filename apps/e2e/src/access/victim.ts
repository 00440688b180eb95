import { SERVICES } from '@waybill/contracts';
import { Api, eventually } from '@waybill/testing';
import pg from 'pg';
import type { OneProcess } from '../one-process.js';
import { PATIENCE } from '../shop.js';
import { type Person, tokenOf } from './callers.js';

export const VICTIM: Person = { sub: 'victoria-2b7e', tenant: 'victim-shop', roles: [] };
export const VICTIMS_ADMIN: Person = { sub: 'keeper-91fd', tenant: 'victim-shop', roles: ['admin'] };
const SKU = 'VICTIM-SKU';
/** Texts that only answers to the victim and its admin contain. */
export const MARKS = ['Victoria Mark', 'victoria.mark@example.com', 'Mark Street 9', 'victims-hook'];

export interface Victim {
  readonly orderId: string;
  /** The value of a path parameter, so that the path names something of the victim. */
  valueOf(path: string, parameter: string): string;
}

/** Creates everything that a tenant's customer and admin can have. */
export async function createVictim({ urls }: OneProcess): Promise<Victim> {
  const as = (service: (typeof SERVICES)[number], person: Person) =>
    new Api(
      urls[service],
      tokenOf(Object.assign({ name: MARKS[0], email: MARKS[1], email_verified: true }, person)),
    );
  const key = { 'idempotency-key': 'of-the-victim' };
  const price = { amount: 1250, currency: 'EUR' };
  await as('order', VICTIMS_ADMIN).put(`/v1/products/${SKU}`, { name: 'A product', price });
  const receipt = { quantity: 10, reference: 'opening' };
  await as('inventory', VICTIMS_ADMIN).post(`/v1/stock/${SKU}/receipts`, receipt, key);
  const me = as('order', VICTIM);
  const address = { name: MARKS[0], line1: MARKS[2], city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' };
  const lines = [{ sku: SKU, quantity: 2 }];
  const body = { lines, shippingAddress: address, paymentMethod: 'pm_card_visa' };
  const { id: orderId } = await me.post<{ id: string }>('/v1/orders', body, key);
  await eventually(async () => {
    const { status } = await me.get<{ status: string }>(`/v1/orders/${orderId}`);
    if (status !== 'DELIVERED') throw new Error(`the order is ${status}`);
  }, PATIENCE);
  const returned = { lines: [{ sku: SKU, quantity: 1 }], reason: 'Too large' };
  await me.post(`/v1/orders/${orderId}/returns`, returned, { 'idempotency-key': 'return' });
  const { returns } = await me.get<{ returns: { id: string }[] }>(`/v1/orders/${orderId}`);
  const shipments = await as('shipping', VICTIM).get<{ items: { id: string }[] }>('/v1/shipments');
  // Of a type that does not come: attempts to deliver would change rows at any time.
  const hook = { url: `http://127.0.0.1:9/${MARKS[3]}`, types: ['order.cancelled'] };
  const webhook = await as('notification', VICTIMS_ADMIN).post<{ id: string }>('/v1/webhooks', hook);
  const ids: readonly (readonly [path: RegExp, id: string])[] = [
    [/^\/v1\/returns/, returns[0]!.id],
    [/^\/v1\/shipments/, shipments.items[0]!.id],
    [/^\/v1\/webhooks/, webhook.id],
    [/^\/admin\/customers/, VICTIM.sub],
    [/./, orderId],
  ];
  const others: Readonly<Record<string, string>> = { sku: SKU, name: 'customer-summary', version: '1' };
  return {
    orderId,
    valueOf: (path, parameter) => others[parameter] ?? ids.find(([pattern]) => pattern.test(path))![1],
  };
}

/** Tables whose rows come and go without anyone's request. */
const PASSING = /^(outbox|outbox_sent|inbox|effects|leases|reactions|idempotency_keys)$/;

/** All rows of all services with one of these texts, without those of `others`. */
export async function rowsOf(
  { databases }: OneProcess,
  texts: readonly string[],
  others: readonly string[],
): Promise<string[]> {
  const found = await Promise.all(
    SERVICES.map(async (service) => {
      const client = new pg.Client({ connectionString: databases[service] });
      await client.connect();
      try {
        const { rows: tables } = await client.query<{ name: string }>(
          `SELECT relname AS name FROM pg_class
           WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
        );
        const names = tables.map(({ name }) => name).filter((name) => !PASSING.test(name));
        const select = (name: string): string =>
          `SELECT ${client.escapeLiteral(`${service}.${name} `)} || t::text AS row
           FROM ${client.escapeIdentifier(name)} AS t WHERE t::text LIKE ANY ($1) AND NOT t::text LIKE ANY ($2)`;
        const like = (parts: readonly string[]) => parts.map((part) => `%${part}%`);
        const { rows } = await client.query<{ row: string }>(names.map(select).join(' UNION ALL '), [
          like(texts),
          like(others),
        ]);
        return rows.map(({ row }) => row);
      } finally {
        await client.end();
      }
    }),
  );
  return found.flat().sort();
}
