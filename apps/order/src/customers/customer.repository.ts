import { isDeepStrictEqual } from 'node:util';
import { lastWriterWins, requireVersion, seenVersionOf, settle } from '@waybill/kernel';
import { type Principal, personName } from '@waybill/platform';
import type { Reactions, Tx } from '@waybill/unit-of-work';
import { type CustomerData, type CustomerEvent, customerEvents } from './customer.events.js';
import { type Customer, type RegisteredCustomer, customers, isRegistered } from './customer.js';

/** Loads, changes and saves customers within a unit of work, and dispatches their domain events. */
export class CustomerRepository {
  constructor(private readonly reactions: Reactions) {}

  /**
   * Returns the customer. Registers an unknown one from the claims of the token; undefined if the token has no mail address. An erased
   * customer is not registered again.
   */
  async known(
    tx: Tx,
    id: string,
    claims: Pick<Principal, 'name' | 'email' | 'emailVerified'>,
  ): Promise<Customer | undefined> {
    const { tenant } = tx.context;
    const known = await tx.read(customers, { tenant, id });
    if (known || !claims.email) return known;
    const { email, emailVerified = false } = claims;
    const name = personName(254).safeParse(claims.name).data ?? email;
    return this.write(tx, undefined, id, { name, email, emailVerified });
  }

  /** Registers or updates the customer. The last write wins, whatever version of it the caller read. */
  async put(tx: Tx, id: string, data: CustomerData): Promise<RegisteredCustomer> {
    const { tenant, preconditions } = tx.context;
    const known = await tx.load(customers, { tenant, id });
    if (!known || !isRegistered(known)) {
      requireVersion(preconditions, 0);
      return this.write(tx, known, id, data);
    }
    const { name, email, version } = known;
    const emailVerified = data.email === email && (data.emailVerified || known.emailVerified === true);
    const stored = { name, email, emailVerified: known.emailVerified ?? false };
    const wanted = settle({
      policy: lastWriterWins,
      preconditions,
      version,
      seen: seenVersionOf(preconditions, version) === undefined ? undefined : stored,
      stored,
      wanted: { ...data, emailVerified: data.emailVerified || emailVerified },
    });
    if (isDeepStrictEqual(wanted, stored)) return known;
    return this.write(tx, known, id, wanted);
  }

  /** Keeps the row without name and mail. Otherwise a token that is still valid would register the customer again. */
  async erase(tx: Tx, id: string, orderIds: readonly string[]): Promise<void> {
    const known = await tx.load(customers, { tenant: tx.context.tenant, id });
    tx.record({ owner: id, before: known ? { version: known.version } : null, after: { erased: true } });
    if (known && known.email === null) return;
    const erased = { type: 'customer.erased' as const, data: { orderIds }, at: tx.at };
    await this.save(tx, known, { id, name: null, email: null, emailVerified: null }, erased);
  }

  private write(
    tx: Tx,
    known: Customer | undefined,
    id: string,
    data: CustomerData,
  ): Promise<RegisteredCustomer> {
    const type = known?.email ? 'customer.updated' : 'customer.registered';
    return this.save(tx, known, { id, ...data }, { type, data, at: tx.at });
  }

  private async save<Person extends Pick<Customer, 'id' | 'name' | 'email' | 'emailVerified'>>(
    tx: Tx,
    known: Customer | undefined,
    person: Person,
    event: CustomerEvent,
  ): Promise<Customer & Person> {
    const { tenant } = tx.context;
    const { id } = person;
    const version = (known?.version ?? 0) + 1;
    const registeredAt = known?.registeredAt ?? tx.at;
    const customer = { tenant, ...person, version, registeredAt, updatedAt: tx.at };
    tx.save(customers, customer);
    await this.reactions.dispatch(tx, customerEvents, { id, version, events: [event], saved: undefined });
    return customer;
  }
}
