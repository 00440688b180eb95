import { describe, expect, it } from '@jest/globals';
import { contextFor } from '@waybill/testing';
import { decisionOf, withDecision } from './decisions.js';
import type { KeptDecision, LogEntry } from './saga.js';

const at = new Date('2026-03-14T09:00:00Z');
const tx = { at, context: contextFor('message-1', 'test', { userId: 'ada' }) };
const given = { name: 'bakery.baked', input: { loaves: 2 }, code: '1.2.3', version: 4 };
const command: LogEntry = {
  step: 'bake',
  undo: true,
  item: 'rye',
  attempt: 1,
  commandId: 'c-1',
  command: 'bake',
  sentAt: at.toISOString(),
};
const nothing = { repliesTo: undefined, planned: [] };

describe('a decision of a saga', () => {
  it('names its input by the version of the event that keeps it', () => {
    const decided = { repliesTo: command, planned: [{ step: 'sell', attempt: 1 }] };
    expect(decisionOf(tx, { ...given, recorded: true }, decided)).toEqual({
      given: 'bakery.baked',
      version: 4,
      answers: 'undo bake rye',
      sent: ['sell'],
    });
  });

  it('keeps its input itself where no event was recorded', () => {
    expect(decisionOf(tx, { ...given, recorded: false }, nothing)).toEqual({
      given: 'bakery.baked',
      version: 4,
      kept: { input: { loaves: 2 }, at: at.toISOString(), id: 'message-1', by: 'ada', code: '1.2.3' },
    });
  });

  it('keeps its input when it is refused, and nothing of what it would have sent', () => {
    const decided = { repliesTo: { ...command, attempt: 3 }, planned: [{ step: 'sell', attempt: 1 }] };
    expect(decisionOf(tx, { ...given, recorded: true }, decided, 'STALE')).toEqual({
      given: 'bakery.baked',
      version: 4,
      answers: 'undo bake rye',
      attempt: 3,
      refused: 'STALE',
      kept: { input: { loaves: 2 }, at: at.toISOString(), id: 'message-1', by: 'ada', code: '1.2.3' },
    });
  });
});

describe('the decisions of a saga', () => {
  const made = (version: number): KeptDecision => ({ given: 'WakeSaga', version });
  const refused = (version: number): KeptDecision => ({ given: 'CancelOrder', version, refused: 'NO' });
  const add = (decisions: readonly KeptDecision[]) =>
    decisions.reduce(withDecision, [] as readonly KeptDecision[]);
  const numbers = (count: number, first = 0) => Array.from({ length: count }, (_, index) => first + index);

  it('are limited: of many, the first and the last ones are kept, and how many are not', () => {
    expect(add(numbers(60).map(made))).toEqual(numbers(60).map(made));
    expect(add(numbers(65).map(made))).toEqual([
      ...numbers(20).map(made),
      { ...made(25), dropped: 5 },
      ...numbers(39, 26).map(made),
    ]);
  });

  it('keep the last refusals only, which push out nothing else', () => {
    const decisions = [made(0), ...numbers(8).map(refused), made(1)];
    expect(add(decisions)).toEqual([made(0), ...numbers(5, 3).map(refused), made(1)]);
    expect(add([...numbers(59).map(made), ...numbers(8).map(refused), made(59)])).toHaveLength(65);
  });
});
