import { describe, expect, it } from '@jest/globals';
import { type Plan, planOf } from './plan.js';
import type { PlannedOrder } from './steps.js';
import type { TillFile } from './records.js';
import { names, till, tillOf } from './till.fixture.js';

describe('the plan of a replay', () => {
  it('makes each invoice an order of its customer, in the order of time', () => {
    const file = tillOf(
      '2,A,THING,1,2/12/2010,1,7,EIRE',
      '1,A,THING,1,1/12/2010,1,8,Norway',
      '0,A,THING,1,1/12/2010,1,,France',
    );
    expect(
      ordersOf(planOf(file)).map(({ invoice, tillCustomer, country }) => [invoice, tillCustomer, country]),
    ).toEqual([
      ['1', '8', 'NO'],
      ['0', '', 'FR'],
      ['2', '7', 'IE'],
    ]);
  });

  it('sums duplicate lines of one code and price', () => {
    const [order] = ordersOf(planOf(till(['1', 'A', 2, '1.10', '7'], ['1', 'A', 3, '1.10', '7'])));
    expect(order?.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([['A', 5]]);
    expect(order?.total).toBe(550);
  });

  it('makes a second price of a code in one invoice a second product', () => {
    const plan = planOf(till(['1', 'A', 2, '1.10', '7'], ['1', 'A', 1, '2.95', '7']));
    expect(ordersOf(plan)[0]?.lines.map(({ sku, price }) => [sku, price])).toEqual([
      ['A', 110],
      ['A@2.95', 295],
    ]);
    expect(plan.products.map(({ sku }) => sku)).toEqual(['A', 'A@2.95']);
  });

  it('lists a product at the first price found, and changes it before the order that has another', () => {
    const plan = planOf(
      till(['1', 'A', 1, '1.10', '7'], ['2', 'A', 1, '1.10', '7'], ['3', 'A', 1, '0.95', '8']),
    );
    expect(plan.products).toEqual([{ sku: 'A', name: 'THING', price: 110 }]);
    expect(ordersOf(plan).map(({ priceChanges }) => priceChanges.map(({ price }) => price))).toEqual([
      [],
      [],
      [95],
    ]);
  });

  it('receives as many pieces as are ordered', () => {
    const plan = planOf(
      till(
        ['1', 'A', 2, '1', '7'],
        ['2', 'A', 3, '1', '8'],
        ['3', 'A', 9, '0', '8'],
        ['3', 'TEA', 1, '0', '8'],
      ),
    );
    expect([...plan.receipts]).toEqual([['A', 5]]);
  });

  it.each([
    ['FEE', till(['1', 'POST', 1, '18', '7'])],
    ['FEE', till(['C1', 'D', -1, '27.50', '7'])],
    ['ZERO_TOTAL', till(['1', 'A', 56, '0', ''])],
    ['QUANTITY_NOT_POSITIVE', till(['1', 'A', -10, '0', ''])],
    ['NEGATIVE_PRICE', till(['1', 'A', 1, '-5', ''])],
    ['CANCELS_NOTHING', till(['C1', 'A', 1, '1', '7'])],
    ['NO_MATCHING_PURCHASE', till(['C1', 'A', -1, '1', '7'])],
    ['COUNTRY_UNKNOWN', tillOf('1,A,X,1,1/12/2010,1,7,Unspecified')],
    ['TOO_MANY_PIECES', till(['1', 'A', 100_001, '1', '7'])],
    [
      'TOO_MANY_LINES',
      till(...Array.from({ length: 1_001 }, (_, n) => ['1', `A${n}`, 1, '1', '7'] as const)),
    ],
  ] as [string, TillFile][])('refuses as %s', (reason, file) => {
    const plan = planOf(file);
    expect(plan.steps).toEqual([]);
    expect(new Set(plan.refused.map((each) => each.reason))).toEqual(new Set([reason]));
    expect(plan.refused).toHaveLength(file.records.length);
  });

  it('orders a free piece beside others that are paid', () => {
    const plan = planOf(till(['1', 'A', 1, '0', '7'], ['1', 'TEA', 1, '1', '7']));
    expect(ordersOf(plan)[0]?.lines).toHaveLength(2);
    expect(plan.refused).toEqual([]);
  });

  it('orders the goods of an invoice and refuses its fees', () => {
    const plan = planOf(till(['1', 'A', 1, '1', '7'], ['1', 'POST', 1, '18', '7']));
    expect(ordersOf(plan).map(({ total }) => total)).toEqual([100]);
    expect(names(plan.refused.map(({ record }) => record))).toEqual(['1 POST']);
  });

  it('has every record of the file in exactly one place', () => {
    const file = till(
      ['1', 'A', 2, '1', '7'],
      ['1', 'A', 2, '1', '7'],
      ['1', 'POST', 1, '18', '7'],
      ['C2', 'A', -4, '1', '7'],
      ['C3', 'A', -4, '1', '7'],
      ['C3', 'D', -1, '5', '7'],
      ['4', 'TEA', 3, '0', ''],
    );
    const plan = planOf(file);
    const placed = [
      ...plan.steps.flatMap(({ records }) => records),
      ...plan.refused.map(({ record }) => record),
    ];
    expect(placed.map(({ line }) => line).sort((a, b) => a - b)).toEqual(
      file.records.map(({ line }) => line),
    );
  });
});

function ordersOf({ steps }: Plan): PlannedOrder[] {
  return steps.filter((step) => step.kind === 'order');
}
