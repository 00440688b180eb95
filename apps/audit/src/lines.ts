import type { Audit } from './audit.js';
import { EQUATIONS, type Equation, type Finding } from './findings.js';

/** The audit for people: each equation, and below it who breaks it. `compared`: what was read beside the tables. */
export function linesOf(
  { at, books, counts, findings, byHand }: Audit,
  compared: { readonly topics: boolean; readonly views: boolean },
): string[] {
  const read = Object.entries(books).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []));
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    `As of ${at.toISOString()}, of ${read.join(', ')} books:`,
    ...Object.entries(EQUATIONS).flatMap(([name, says]) => {
      const count = counts[name as Equation];
      const mine = findings.filter(({ equation }) => equation === name);
      const more = count > mine.length ? [`      and ${count - mine.length} more`] : [];
      return [`  ${count === 0 ? '✓' : '✗'} ${name.padEnd(11)}${says}`, ...mine.map(lineOf), ...more];
    }),
    ...(byHand.length > 0
      ? ['Settled by hand, and not counted:', ...byHand.map((one) => `${lineOf(one)} (${one.equation})`)]
      : []),
    ...(compared.topics ? [] : ['Topics were not read: published, origin and effect say nothing.']),
    ...(compared.views ? [] : ['Views were not compared: view says nothing.']),
    total === 0 ? 'Everything holds.' : `${total} findings.`,
  ];
}

function lineOf({ id, expected, found }: Finding): string {
  return `      ${id}: expected ${expected}; found ${found}`;
}
