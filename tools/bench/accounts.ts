import {
  type AggregateType,
  type Projection,
  createProjections,
  createView,
  eventStoreSchema,
} from '@waybill/event-store';
import { AggregateRoot, type DomainEvent } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** A minimal domain with event streams and a view. Its events are about as large as those of an order. */
export type AccountEvent =
  | DomainEvent<'account.opened', { readonly owner: string; readonly note: string }>
  | DomainEvent<'account.booked', { readonly amount: number; readonly note: string }>;

export interface AccountState {
  readonly owner: string;
  readonly balance: number;
  readonly bookings: number;
}

const initialAccount: AccountState = { owner: '', balance: 0, bookings: 0 };

export function evolve(
  state: AccountState | undefined = initialAccount,
  { type, data }: Pick<AccountEvent, 'type' | 'data'>,
): AccountState {
  return type === 'account.opened'
    ? { ...state, owner: (data as { owner: string }).owner }
    : {
        ...state,
        balance: state.balance + (data as { amount: number }).amount,
        bookings: state.bookings + 1,
      };
}

export class Account extends AggregateRoot<AccountState, AccountEvent> {
  write({ type, data, at }: AccountEvent): void {
    this.record(type, data as never, at);
  }
}

export const accounts: AggregateType<AccountState, AccountEvent, Account> = {
  type: 'account',
  begunBy: ['account.opened'],
  evolve,
  create: (id, state, version) => new Account(id, state, version, evolve),
};

const NOTE = 'x'.repeat(200);

/** `count` events of an account from version `from` on. Version 1 is `account.opened`. */
export function accountEvents(count: number, from = 1): AccountEvent[] {
  const at = new Date();
  return Array.from({ length: count }, (_, index) =>
    from + index === 1
      ? { type: 'account.opened', data: { owner: 'owner-1', note: NOTE }, at }
      : { type: 'account.booked', data: { amount: 100, note: NOTE }, at },
  );
}

/** Balance per owner, updated by each booking. Only `account.opened` contains the owner. */
@Entity('balances')
class Balance {
  @PrimaryColumn('text') owner!: string;
  @Column('integer') accounts!: number;
  @Column('bigint') balance!: number;
}

export const balances: Projection<Balance, AccountState> = {
  name: 'balances',
  view: rowType(Balance, ['owner']),
  remember: (memo, event) => evolve(memo, event as unknown as AccountEvent),
  changes(event, memo) {
    const { owner, balance } = balances.remember(memo, event)!;
    const apply = (row: Balance | undefined): Balance => ({
      owner,
      accounts: (row?.accounts ?? 0) + (memo ? 0 : 1),
      balance: (row?.balance ?? 0) + balance - (memo?.balance ?? 0),
    });
    return [{ key: { owner }, apply }];
  },
};

class Balances1760000009001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createProjections(runner);
    await createView(runner, {
      name: 'balances',
      table: 'balances',
      columns: 'owner text NOT NULL, accounts integer NOT NULL, balance bigint NOT NULL, PRIMARY KEY (owner)',
    });
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

export const accountMigrations = [...eventStoreSchema.migrations, Balances1760000009001];

/** SQL that inserts events of accounts with ten events each, a thousand accounts interleaved at a time. */
export function generateAccounts(from: number, to: number): { text: string; values: unknown[] } {
  return {
    text: `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
      SELECT 'generated-' || stream, version, 'event-' || n,
        CASE version WHEN 1 THEN 'account.opened' ELSE 'account.booked' END, 'account',
        CASE version WHEN 1 THEN jsonb_build_object('owner', 'owner-' || stream % 5000, 'note', $3::text)
          ELSE jsonb_build_object('amount', 100, 'note', $3::text) END,
        '{"correlationId": "c", "causationId": "c", "userId": "u", "tenant": "default"}', now()
      FROM (SELECT n, n / 10000 * 1000 + n % 1000 AS stream, n % 10000 / 1000 + 1 AS version
        FROM generate_series($1::int, $2::int - 1) AS n) AS g ORDER BY n`,
    values: [from, to, NOTE],
  };
}
