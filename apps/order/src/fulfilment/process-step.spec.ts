import { expect, it } from '@jest/globals';
import type { Placed } from '../orders/domain/order-state.js';
import { markOf } from './process-step.js';

const order = {} as Placed;
const yes = (): boolean => true;
const no = (): boolean => false;

it.each([
  ['idle', { isDone: no }],
  ['idle', { isDone: no, applies: yes }],
  ['done', { isDone: yes }],
  ['skipped', { isDone: no, applies: no }],
] as const)('a step is %s at first', (mark, row) => {
  expect(markOf(row, order)).toBe(mark);
});
