import { DomainError, type MessageType } from '@waybill/kernel';
import { type Tx, rowType } from '@waybill/unit-of-work';
import { refusal } from './refusal.js';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

// A small bank that needs everything a unit of work can do: a guard, a unique column, a list below its parent, a composite key, JSON.

@Entity('accounts')
export class Account {
  @PrimaryColumn('text') id!: string;
  @Column('bigint') balance!: number;
  @Column('text', { nullable: true }) iban!: string | null;
  @Column('jsonb') notes!: unknown;
  @Column('integer') entries!: number;
}

@Entity('entries')
export class Entry {
  @PrimaryColumn('text') accountId!: string;
  @PrimaryColumn('integer') nr!: number;
  @Column('bigint') amount!: number;
  @Column('jsonb') detail!: unknown;
}

@Entity('boxes')
export class Box {
  @PrimaryColumn('text') branch!: string;
  @PrimaryColumn('text') number!: string;
  @Column('text', { nullable: true }) holder!: string | null;
}

export const accounts = rowType(Account, ['id'], {
  guards: { balance_not_negative: ({ balance }) => balance >= 0 },
  unique: [['iban']],
});
export const entries = rowType(Entry, ['accountId', 'nr']);
export const boxes = rowType(Box, ['branch', 'number']);

export class BankTables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        id text PRIMARY KEY, balance bigint NOT NULL CONSTRAINT balance_not_negative CHECK (balance >= 0),
        iban text UNIQUE, notes jsonb NOT NULL, entries integer NOT NULL);
      CREATE TABLE entries (
        account_id text NOT NULL, nr integer NOT NULL, amount bigint NOT NULL, detail jsonb NOT NULL,
        PRIMARY KEY (account_id, nr));
      CREATE TABLE boxes (branch text NOT NULL, number text NOT NULL, holder text, PRIMARY KEY (branch, number));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE boxes, entries, accounts');
  }
}

export interface Booked {
  readonly account: string;
  readonly amount: number;
}

export const booked: MessageType<'bank.booked', Booked> = {
  type: 'bank.booked',
  version: 1,
  topic: 'bank.events',
  parse: (data) => data as Booked,
};

export async function open(tx: Tx, id: string, balance: number, iban: string | null = null): Promise<string> {
  if (await tx.load(accounts, { id })) throw new DomainError(refusal('ACCOUNT_EXISTS'), `${id} exists`);
  tx.save(accounts, { id, balance, iban, notes: {}, entries: 0 });
  return id;
}

/** Trusts the guard where it could look at the balance itself. */
export async function book(tx: Tx, id: string, amount: number, detail: unknown = null): Promise<number> {
  const account = await tx.load(accounts, { id });
  if (!account) throw new DomainError(refusal('NO_ACCOUNT'), `there is no ${id}`);
  const balance = account.balance + amount;
  const nr = account.entries + 1;
  tx.save(accounts, { ...account, balance, entries: nr });
  tx.append(entries, { accountId: id, nr, amount, detail });
  tx.publish(booked, id, { account: id, amount }, { aggregateType: 'account', aggregateVersion: nr });
  return balance;
}

export async function transfer(tx: Tx, from: string, to: string, amount: number): Promise<void> {
  await Promise.all([tx.load(accounts, { id: from }), tx.load(accounts, { id: to })]);
  await book(tx, from, 0 - amount);
  await book(tx, to, amount);
}
