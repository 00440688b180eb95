import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@waybill/testing';

const file = readFileSync(join(ROOT, 'docker/prometheus/alerts.yml'), 'utf8');
/** The expression of each alert, by its group. */
const GROUPS = new Map(
  file
    .split(/^ {2}- name: /m)
    .slice(1)
    .map((group) => {
      const alerts = [...group.matchAll(/- alert: (\w+)\n +expr: (.+)/g)];
      return [/^\S+/.exec(group)![0], alerts.map(([, name, expr]) => [name!, expr!] as const)];
    }),
);

/** Names of the alerts that fire for these scrapes of one process, oldest first. The alerts' `for` is ignored. */
export function firing(scrapes: readonly string[], group: 'waybill' | 'waybill-audit' = 'waybill'): string[] {
  return GROUPS.get(group)!
    .filter(([, expr]) => holds(expr, scrapes))
    .map(([name]) => name);
}

/** Evaluates the few forms of expressions that the file uses, and throws for others. */
function holds(expr: string, scrapes: readonly string[]): boolean {
  const [, left, bound] = /^(.+) > ([\d.]+)$/.exec(expr) ?? fail(expr);
  return valueOf(left!, scrapes) > Number(bound);
}

function valueOf(expr: string, scrapes: readonly string[]): number {
  const [above, below] = expr.split(' / ');
  if (below) return valueOf(above!, scrapes) / valueOf(below, scrapes);
  const [, highest] = /^max_over_time\((.+)\[2m\]\)$/.exec(expr) ?? [];
  if (highest) return Math.max(...scrapes.map((scrape) => sum(highest, scrape)));
  const [, counter] = /^sum by \(service\) \(rate\((.+)\[5m\]\)\)$/.exec(expr) ?? [];
  // The increase is enough: a rate is only used in ratios, where the period cancels out.
  if (counter) return sum(counter, scrapes.at(-1)!) - sum(counter, scrapes[0]!);
  return sum(expr, scrapes.at(-1)!);
}

function sum(selector: string, scrape: string): number {
  const [, name, label, values] = /^(\w+)(?:\{(\w+)=~"(.+)"\})?$/.exec(selector) ?? fail(selector);
  if (!scrape.includes(`# TYPE ${name} `)) throw new Error(`the process has no metric ${name}`);
  const wanted = new RegExp(label ? `(^|,)${label}="(${values})"` : '');
  const series = [...scrape.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))];
  return series.reduce(
    (total, [, labels, value]) => total + (wanted.test(labels ?? '') ? Number(value) : 0),
    0,
  );
}

function fail(expr: string): never {
  throw new Error(`teach this test to read: ${expr}`);
}
