import { describe, expect, it } from '@jest/globals';
import { codeOf, fold, money } from '@waybill/kernel';
import fc from 'fast-check';
import { evolve } from './evolve.js';
import { type OrderLine, currencyOf, totalOf } from './lines.js';
import { Order } from './order.js';

const at = new Date('2026-11-21T10:00:00Z');
const id = '01936f00-0000-7000-8000-000000000001';
const tea = { sku: 'TEA', name: 'Tea', quantity: 1, unitPrice: money(899, 'EUR') };

type Change = { readonly put: OrderLine } | { readonly remove: string };

/** The rule in its plainest form: after each change all lines are summed again. */
function changedPlainly(changes: readonly Change[]) {
  let lines: readonly OrderLine[] = [];
  const events: object[] = [];
  for (const change of changes) {
    if ('remove' in change) {
      const sku = change.remove;
      if (!lines.some((line) => line.sku === sku)) continue;
      lines = lines.filter((line) => line.sku !== sku);
      events.push({ type: 'order.item-removed', data: { sku }, at });
      continue;
    }
    const line = change.put;
    const known = lines.find(({ sku }) => sku === line.sku);
    if (known && JSON.stringify(known) === JSON.stringify(line)) continue;
    const others = lines.filter((other) => other !== known);
    const refusal = refusalOf(() => totalOf([...others, line], [], currencyOf([...others, line])));
    if (refusal) return { events, refusal };
    lines = known ? lines.map((other) => (other === known ? line : other)) : [...lines, line];
    events.push({ type: 'order.item-added', data: line, at });
  }
  return { events, lines, total: totalOf(lines, [], currencyOf(lines)) };
}

function changed(changes: readonly Change[]) {
  const order = Order.draft(id, { customerId: 'ada' }, at);
  const begun = order.recorded[0]!;
  for (const change of changes) {
    const refusal = refusalOf(() =>
      'put' in change ? order.putItem(change.put, at) : order.removeItem(change.remove, at),
    );
    if (refusal) return { events: order.recorded.slice(1), refusal };
  }
  const events = order.recorded.slice(1);
  const { lines, total } = order.state;
  expect(fold(evolve, [begun, ...events])).toEqual(order.state);
  return { events, lines, total };
}

function refusalOf(act: () => unknown): { code: string; message: string } | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return { code: codeOf(error), message: (error as Error).message };
  }
}

const sku = fc.constantFrom('A', 'B', 'C', 'D');
const line = fc.record({
  sku,
  name: fc.constant('Mug'),
  quantity: fc.integer({ min: 1, max: 3 }),
  unitPrice: fc.record({
    amount: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
      { weight: 1, arbitrary: fc.constantFrom(2 ** 53 - 1, 2 ** 52, 2 ** 51) },
    ),
    currency: fc.oneof(
      { weight: 12, arbitrary: fc.constant('EUR') },
      { weight: 1, arbitrary: fc.constant('GBP') },
    ),
  }),
});
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: line.map((put) => ({ put })) },
  { weight: 1, arbitrary: sku.map((remove) => ({ remove })) },
);

describe('the lines of a draft', () => {
  it('have the events, the refusal and the total of a draft that sums all lines after each change', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        expect(changed(changes)).toEqual(changedPlainly(changes));
      }),
      { numRuns: 500 },
    );
  });

  it('are not priced again for each line that follows', () => {
    let priced = 0;
    const first = {
      ...tea,
      get unitPrice() {
        priced++;
        return tea.unitPrice;
      },
    };
    const order = Order.draft(id, { customerId: 'ada' }, at);
    order.putItem(first, at);
    const before = priced;
    for (let nr = 1; nr < 100; nr++) order.putItem({ ...tea, sku: `S${nr}` }, at);
    expect([priced - before, order.state.total]).toEqual([0, money(100 * 899, 'EUR')]);
  });
});
