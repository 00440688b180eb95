import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { SERVICES, messageTypes } from '@waybill/contracts';
import { ROOT } from '@waybill/testing';
import { aggregates, domainEvents } from '../storming/models.js';

const ORDER_EVENTS = 'apps/order/src/orders/domain/order.events.ts';
/** Words that mean here what they mean everywhere. */
const PLAIN = [
  'added',
  'address',
  'change',
  'changed',
  'failed',
  'open',
  'price',
  'removed',
  'requested',
  'updated',
];

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const sources = globSync(['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'], { cwd: ROOT })
  .filter((file) => !/\.spec\.ts$|apps\/(audit|e2e|sandbox|shop)\/|libs\/(simulation|testing)\//.test(file))
  .map(read);
/** Each row's first cell is a list of words. */
const glossary = [...read('docs/glossary.md').matchAll(/^\| (.+?) +\|/gm)]
  .flatMap(([, cell = '']) => cell.split(', '))
  .filter((word) => /^[a-z]/.test(word) && word !== 'word');

/** What the shop's own language names: events, statuses, aggregates. */
const spoken = [
  ...messageTypes.keys(),
  ...domainEvents(ORDER_EVENTS),
  ...aggregates(SERVICES).flatMap(({ name, statuses }) => [name, ...statuses]),
].map(words);
/** Every name that is exported. */
const exported = sources.flatMap((text) =>
  [...text.matchAll(/^export (?:abstract |async )?(?:class|interface|type|const|function) (\w+)/gm)].map(
    ([, name = '']) => words(name),
  ),
);

/** `OrderCancelled`, `order.cancelled` and `ORDER_CANCELLED` are the words order and cancelled. */
function words(name: string): string {
  const apart = name.replace(/([a-z\d])([A-Z])/g, '$1 $2');
  return ` ${(apart.match(/[A-Za-z]+/g) ?? []).join(' ').toLowerCase()} `;
}

it.each(glossary)('%s is a word of the code', (word) => {
  const names = [...spoken, ...exported].filter((name) =>
    [`${word} `, `${word}s `].some((form) => name.includes(` ${form}`)),
  );
  expect(names).not.toEqual([]);
});

it.each([...new Set(spoken.join(' ').split(/\s+/).filter(Boolean))].sort())('%s is explained', (word) => {
  expect([...glossary, ...PLAIN]).toContain(word);
});
