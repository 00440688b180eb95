import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '@waybill/testing';

const PATTERNS = readFileSync(join(ROOT, 'docs/patterns.md'), 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((section) => section.split(/^## /m)[0]!);
const FILE = /\]\(\.\.\/[\w/.-]+\.ts\)/;

// `npm run docs:check` checks on every page that the files and names exist.
it.each(PATTERNS.map((pattern) => [pattern.split('\n')[0]!, pattern]))(
  '%s: where it is, what it is for, and where we chose otherwise',
  (_, pattern) => {
    const [here = '', rest = ''] = pattern.split(/^- \*\*For\*\* /m);
    const [what = '', otherwise = ''] = rest.split(/^- \*\*Not when\*\* /m);
    expect(here).toMatch(FILE);
    expect(what).toMatch(/\w+/);
    expect(otherwise).toMatch(FILE);
  },
);
