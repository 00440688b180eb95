import { expect, it } from '@jest/globals';
import { RestingTopics } from './resting-topics.js';

it('topics rest for 100 ms, and are asked for again together', () => {
  let now = 1_000;
  const resting = new RestingTopics(() => now);
  const state = () => [resting.has('a'), resting.has('b'), resting.leftMs()];
  expect(state()).toEqual([false, false, undefined]);
  resting.rest('a');
  now += 60;
  resting.rest('b');
  expect(state()).toEqual([true, true, 40]);
  now += 40;
  expect(state()).toEqual([false, false, undefined]);
  resting.rest('b');
  expect(state()).toEqual([false, true, 100]);
});
