import type { Facts } from './facts.js';
import type { Missing } from './missing.js';

/** Words with their usual meaning, which need no glossary entry. */
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
const DECLARED = /^export (?:abstract |async )?(?:class|interface|type|const|function) (\w+)/gm;

/** Words in names of events, statuses and aggregates that the glossary lacks, and glossary entries that no name contains. */
export function missingTerms({ glossary, spoken, sources }: Facts): Missing[] {
  const file = 'docs/glossary.md';
  const explained = wordsIn(glossary);
  const known = new Set([...explained, ...PLAIN]);
  const unexplained = new Map<string, string>();
  for (const name of spoken)
    for (const word of words(name).split(' '))
      if (word && !known.has(word) && !unexplained.has(word)) unexplained.set(word, name);
  const names = [
    ...spoken,
    ...[...sources.values()].flatMap((text) => [...text.matchAll(DECLARED)].map(([, name = '']) => name)),
  ].map(words);
  const unused = explained.filter(
    (word) => !names.some((name) => [`${word} `, `${word}s `].some((form) => name.includes(` ${form}`))),
  );
  return [
    ...[...unexplained].map(([word, name]) => ({
      says: `the word "${word}" (in ${name}) has no entry`,
      file,
    })),
    ...unused.map((word) => ({ says: `the word "${word}" is explained, but no name has it`, file })),
  ];
}

/** The words in the first cell of each row. */
export function wordsIn(glossary: string): string[] {
  return [...glossary.matchAll(/^\| (.+?) +\|/gm)]
    .flatMap(([, cell = '']) => cell.split(', '))
    .filter((word) => /^[a-z]/.test(word) && word !== 'word');
}

/** Splits a name into words: `OrderCancelled`, `order.cancelled` and `ORDER_CANCELLED` give "order cancelled". */
function words(name: string): string {
  const apart = name.replace(/([a-z\d])([A-Z])/g, '$1 $2');
  return ` ${(apart.match(/[A-Za-z]+/g) ?? []).join(' ').toLowerCase()} `;
}
