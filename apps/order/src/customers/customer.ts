import { customerRegistered, customerUpdated } from '@waybill/contracts';
import { lastWriterWins, settle } from '@waybill/kernel';
import { type Tx, kind } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who orders. The erasable row: events know a customer by id alone. */
@Entity('customers')
export class Customer {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  @Column('text') email!: string;
  @Column({ type: 'integer', default: 1 }) version!: number;
  @Column('timestamptz') registeredAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

export const customers = kind(Customer, ['tenant', 'id']);

export interface CustomerData {
  readonly name: string;
  readonly email: string;
}

/** The customer's row, made from the token's claims at its first sight; undefined when neither is there. */
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
  if (!known) return write(tx, undefined, id, data);
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
  tx.publish(known ? customerUpdated : customerRegistered, id, { customerId: id, name, email });
  return customer;
}
