import type { Bucket } from './buckets.js';
import { count, counted, pounds } from './pence.js';
import type { Plan } from './plan.js';
import type { TillFile } from './records.js';
import { NOT_RECORDED, PAYMENT_METHOD } from './shop.js';
import type { Check } from './sums.js';

/** Column at which the text starts, after the numbers. */
const BECAME = 43;

/** The table of the kinds of records with their outcomes and reasons. */
export function tableOf(buckets: readonly Bucket[]): string {
  const sum = (key: 'records' | 'pieces' | 'pence'): number =>
    buckets.reduce((total, bucket) => total + bucket[key], 0);
  const total = { records: sum('records'), pieces: sum('pieces'), pence: sum('pence') };
  return [
    row('record', ['records', 'pieces', 'pounds'], 'outcome and reason'),
    ...buckets.flatMap((bucket) => [
      row(bucket.kind, numbersOf(bucket), bucket.became),
      ' '.repeat(BECAME) + bucket.why,
    ]),
    `  ${'─'.repeat(BECAME - 4)}`,
    row('all', numbersOf(total), ''),
  ].join('\n');
}

type Numbers = readonly [records: string, pieces: string, pounds: string];

function numbersOf({ records, pieces, pence }: Pick<Bucket, 'records' | 'pieces' | 'pence'>): Numbers {
  return [count(records), count(pieces), pounds(pence)];
}

function row(kind: string, [records, pieces, pence]: Numbers, became: string): string {
  const numbers = records.padStart(7) + pieces.padStart(9) + pence.padStart(13);
  return `  ${kind.padEnd(10)}${numbers}  ${became}`.trimEnd();
}

/** Lists how records were changed before the replay, for example merged. */
export function notesOf(file: TillFile, plan: Plan): string {
  const orders = plan.steps.filter((step) => step.kind === 'order');
  const lines = orders.flatMap((order) => order.lines);
  const merged = lines.filter(({ records }) => records.length > 1);
  const surplus = merged.reduce((total, { records }) => total + records.length - 1, 0);
  const split = lines.filter(({ sku, code }) => sku !== code);
  const guests = orders.filter(({ tillCustomer }) => tillCustomer === '').length;
  const changes = orders.reduce((total, { priceChanges }) => total + priceChanges.length, 0);
  const products = counted(plan.products.length, 'product');
  const notes = [
    surplus > 0 &&
      `${counted(surplus, 'duplicate line')} of one code and price: summed into ${counted(merged.length, 'line')}`,
    split.length > 0 &&
      `${counted(split.length, 'second price')} of a code in one invoice: products of their own, as ${split[0]?.sku}`,
    file.recased > 0 &&
      `${counted(file.recased, 'stock code')} with small letters: the product with the capital ones`,
    guests > 0 && `${counted(guests, 'order')} without a customer: placed by one guest`,
    `${products} listed at the first price found; ${counted(changes, 'price change')} before later orders`,
    `not in the file: the address (${NOT_RECORDED}) and how it was paid (${NOT_RECORDED}: ${PAYMENT_METHOD})`,
    'no postage is added: the till has it as lines of its own (FEE)',
    'parcels wait for the last invoice, so that a C invoice can cancel an order; then they leave',
  ];
  return ['How the file was read', ...notes.filter(Boolean).map((note) => `  · ${note}`)].join('\n');
}

/** The compared sums, each with its result. */
export function sumsOf(checks: readonly Check[]): string {
  const good = checks.every((check) => check.good);
  const lines = checks.map((check) => `  ${check.good ? '✓' : '✗'} ${check.name.padEnd(8)} ${check.text}`);
  return [`The sums ${good ? 'add up' : 'DO NOT add up'}`, ...lines].join('\n');
}
