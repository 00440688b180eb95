import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CustomerData } from './customer.events.js';

/** A customer. Stored events contain the customer's id only, so name and mail can be erased; both are null afterwards. */
@Entity('customers')
export class Customer {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') id!: string;
  @Column('text', { nullable: true }) name!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  /** Null in rows of older releases. */
  @Column('boolean', { nullable: true }) emailVerified!: boolean | null;
  @Column({ type: 'integer', default: 1 }) version!: number;
  @Column('timestamptz') registeredAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

/** A customer who has not been erased. */
export type RegisteredCustomer = Customer & Pick<CustomerData, 'name' | 'email'>;

export function isRegistered(customer: Customer): customer is RegisteredCustomer {
  return customer.name !== null && customer.email !== null;
}

/** Whether the token says that its identity provider has verified this address. */
export function isVerified(
  {
    email,
    emailVerified,
  }: { readonly email?: string | undefined; readonly emailVerified?: boolean | undefined },
  address: string,
): boolean {
  return emailVerified === true && email?.toLowerCase() === address.toLowerCase();
}

export const customers = rowType(Customer, ['tenant', 'id']);
