import { expect, it } from '@jest/globals';
import { type Contract, type Story, messageTypes } from '@waybill/contracts';
import { timeline } from './timeline.js';

const event = (type: string, story: Story) => ({ type, story }) as Contract;
const told = (contracts: readonly Contract[]): string[] =>
  timeline(contracts)
    .filter(({ events }) => events.length > 0)
    .map(({ title, events }) => `${title}: ${events.map(({ type }) => type).join(', ')}`);

it('puts an event after the one that it follows, and events of one place in the order of the contracts', () => {
  expect(
    told([
      event('late', { phase: 'success', after: 'next' }),
      event('next', { phase: 'success', after: 'first' }),
      event('beside', { phase: 'success', after: 'first' }),
      event('other', { phase: 'stocking' }),
      event('first', { phase: 'success' }),
    ]),
  ).toEqual(['The shop is stocked: other', 'An order succeeds: first, next, late, beside']);
});

it('has every event once', () => {
  const events = [...messageTypes.values()].filter(({ kind }) => kind === 'event');
  const onIt = timeline(events).flatMap((phase) => phase.events.map(({ type }) => type));
  expect(onIt.toSorted()).toEqual(events.map(({ type }) => type).toSorted());
});
