import type { Audit } from './audit.js';
import { EQUATIONS, type Equation, type Finding } from './findings.js';

/** The audit as text: each check with its findings. `compared`: what was checked besides the tables. */
export function linesOf(
  { at, records, counts, findings, byHand }: Audit,
  compared: { readonly topics: boolean; readonly views: boolean },
): string[] {
  const read = Object.entries(records).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []));
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    `As of ${at.toISOString()}. Checked records: ${read.join(', ')}`,
    ...Object.entries(EQUATIONS).flatMap(([name, says]) => {
      const count = counts[name as Equation];
      const mine = findings.filter(({ equation }) => equation === name);
      const more = count > mine.length ? [`      and ${count - mine.length} more`] : [];
      return [`  ${count === 0 ? '✓' : '✗'} ${name.padEnd(11)}${says}`, ...mine.map(lineOf), ...more];
    }),
    ...(byHand.length > 0
      ? ['Settled by hand, not counted:', ...byHand.map((one) => `${lineOf(one)} (${one.equation})`)]
      : []),
    ...(compared.topics ? [] : ['Topics were not read, so published, origin and effect were not checked.']),
    ...(compared.views ? [] : ['Views were not compared, so view was not checked.']),
    total === 0 ? 'No findings.' : `${total} findings.`,
  ];
}

function lineOf({ id, expected, found }: Finding): string {
  return `      ${id}: expected ${expected}; found ${found}`;
}
