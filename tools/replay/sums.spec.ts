import { describe, expect, it } from '@jest/globals';
import type { Ledger } from './ledger.js';
import { bucketsOf } from './buckets.js';
import type { Outcome } from './outcome.js';
import { planOf } from './plan.js';
import { REASONS } from './refusals.js';
import { sumsOf, tableOf } from './report.js';
import { type Accounts, checksOf } from './sums.js';
import { till } from './till.fixture.js';

const file = till(
  ['1', 'A', 2, '1', '7'],
  ['2', 'A', 3, '2', '8'],
  ['C3', 'A', -3, '2', '8'],
  ['4', 'POST', 1, '18', '7'],
);
const delivered = order('one', 'DELIVERED', { pieces: 2, total: 200, refunded: 0 });
const cancelled = order('two', 'CANCELLED', { pieces: 3, total: 600, refunded: 600 });
const money = new Map([
  ['one', { captured: 200, refunded: 0 }],
  ['two', { captured: 600, refunded: 600 }],
]);
const good: Accounts = {
  file,
  plan: planOf(file),
  outcomes: new Map([
    ['1', delivered],
    ['2', cancelled],
    ['C3', cancelled],
  ]),
  stockBefore: new Map([['A', { onHand: 10, reserved: 4 }]]),
  ledger: {
    stock: new Map([['A', { onHand: 13, reserved: 4 }]]),
    shipped: new Map([['A', 2]]),
    gateway: money,
    payments: money,
  },
};

describe('the sums of a replay', () => {
  it('add up when the file, the orders, the gateway, the payments and the stock agree', () => {
    expect(failing({})).toEqual([]);
  });

  it.each([
    [
      'an order that is not at its end',
      ['1', order('one', 'PENDING', { pieces: 2, total: 200, refunded: 0 })],
    ],
    ['an order that was never placed', ['1', undefined]],
  ] as [string, [string, Outcome | undefined]][])('do not add up with %s', (_, [invoice, outcome]) => {
    const outcomes = new Map(good.outcomes);
    if (outcome) outcomes.set(invoice, outcome);
    else outcomes.delete(invoice);
    expect(failing({ outcomes })).toContain('orders');
  });

  it.each([
    ['another price than the till’s', 'prices', {}],
    ['a capture of an order that is not known', 'ledger', { gateway: with_('stranger', 5, 0) }],
    ['a gateway that took twice', 'ledger', { gateway: with_('one', 400, 0) }],
    ['a refund that the gateway never made', 'ledger', { gateway: with_('two', 600, 0) }],
    ['a payment service that says otherwise', 'ledger', { payments: with_('one', 0, 0) }],
    ['a piece that is gone', 'stock', { stock: new Map([['A', { onHand: 12, reserved: 4 }]]) }],
    ['a reservation that nobody released', 'stock', { stock: new Map([['A', { onHand: 13, reserved: 7 }]]) }],
    ['a parcel too many', 'stock', { shipped: new Map([['A', 3]]) }],
  ] as [string, string, Partial<Ledger>][])('do not add up with %s', (_, name, ledger) => {
    const dearer = order('one', 'DELIVERED', { pieces: 2, total: 300, refunded: 0 });
    const outcomes =
      name === 'prices' ? new Map<string, Outcome>([...good.outcomes, ['1', dearer]]) : good.outcomes;
    expect(failing({ outcomes, ledger: { ...good.ledger, ...ledger } })).toContain(name);
  });

  it('say so in one word above them', () => {
    expect(sumsOf(checksOf(good))).toMatch(/^The sums add up\n {2}✓ records/);
    expect(sumsOf([{ name: 'stock', text: '1 = 2', good: false }])).toBe(
      'The sums DO NOT add up\n  ✗ stock    1 = 2',
    );
  });
});

describe('the table', () => {
  it('has each kind of record with what became of it, and all of them below', () => {
    expect(tableOf(bucketsOf(good.plan, good.outcomes)).split('\n')).toEqual([
      '  record    records   pieces       pounds  outcome and reason',
      '  sale            1        2         2.00  1 order DELIVERED',
      `${' '.repeat(43)}goods sold: reserved, paid, booked, dispatched, delivered`,
      '  sale            1        3         6.00  1 order CANCELLED',
      `${' '.repeat(43)}a C invoice took the whole order back: released, refunded`,
      '  C line          1       -3        -6.00  1 cancellation: order CANCELLED',
      `${' '.repeat(43)}takes back a whole earlier order of this customer`,
      '  sale            1        1        18.00  refused FEE',
      `${' '.repeat(43)}${REASONS.FEE}`,
      `  ${'─'.repeat(39)}`,
      '  all             4        3        20.00',
    ]);
  });

  it('names the code of an order that was not accepted or rejected', () => {
    const outcomes = new Map<string, Outcome>([
      ['1', { refusal: 'TOTAL_MISMATCH' }],
      ['2', { order: { ...cancelled.order, status: 'REJECTED', rejection: { code: 'OUT_OF_STOCK' } } }],
    ]);
    const became = bucketsOf(good.plan, outcomes).map((bucket) => bucket.became);
    expect(became.slice(0, 2)).toEqual([
      '1 order not accepted (TOTAL_MISMATCH)',
      '1 order REJECTED (OUT_OF_STOCK)',
    ]);
  });
});

function failing(change: Partial<Accounts>): string[] {
  return checksOf({ ...good, ...change })
    .filter((check) => !check.good)
    .map(({ name }) => name);
}

function with_(
  id: string,
  captured: number,
  refunded: number,
): Map<string, { captured: number; refunded: number }> {
  return new Map([...money, [id, { captured, refunded }]]);
}

function order(
  id: string,
  status: string,
  { pieces, total, refunded }: { pieces: number; total: number; refunded: number },
) {
  return {
    order: {
      id,
      status,
      shipments: [],
      lines: [{ sku: 'A', quantity: pieces }],
      total: { amount: total, currency: 'GBP' },
      refunded: { amount: refunded },
    },
  };
}
