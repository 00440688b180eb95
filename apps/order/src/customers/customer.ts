import { lastWriterWins, settle } from '@waybill/kernel';
import { type Tx, kind } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { publish } from './customer.publication.js';

/** Who orders. Events know a customer by id alone: name and mail can be erased, and are null from then on. */
@Entity('customers')
export class Customer {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') id!: string;
  @Column('text', { nullable: true }) name!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  @Column({ type: 'integer', default: 1 }) version!: number;
  @Column('timestamptz') registeredAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

export const customers = kind(Customer, ['tenant', 'id']);

export interface CustomerData {
  readonly name: string;
  readonly email: string;
}

/** The customer's row, made from the token's claims at its first sight; undefined when neither is there. An erased one stays so. */
export async function knownCustomer(
  tx: Tx,
  id: string,
  claims: { readonly name?: string | undefined; readonly email?: string | undefined },
): Promise<Customer | undefined> {
  const { tenant } = tx.context;
  const known = await tx.read(customers, { tenant, id });
  if (known || !claims.email) return known;
  return write(tx, undefined, id, { name: claims.name ?? claims.email, email: claims.email });
}

/** The customer's own words: the last ones count, whatever another device said since `seenVersion`. */
export async function putCustomer(
  tx: Tx,
  id: string,
  data: CustomerData,
  seenVersion?: number,
): Promise<Customer> {
  const { tenant } = tx.context;
  const known = await tx.load(customers, { tenant, id });
  if (!known || known.name === null || known.email === null) return write(tx, known, id, data);
  const { name, email, version } = known;
  const stored = { name, email };
  const wanted = settle({ policy: lastWriterWins, seenVersion, version, seen: stored, stored, wanted: data });
  if (name === wanted.name && email === wanted.email) return known;
  return write(tx, known, id, wanted);
}

function write(tx: Tx, known: Customer | undefined, id: string, { name, email }: CustomerData): Customer {
  const { tenant } = tx.context;
  const version = (known?.version ?? 0) + 1;
  const registeredAt = known?.registeredAt ?? tx.at;
  const customer = { tenant, id, name, email, version, registeredAt, updatedAt: tx.at };
  tx.save(customers, customer);
  publish(tx, id, { type: known?.email ? 'updated' : 'registered', name, email });
  return customer;
}
