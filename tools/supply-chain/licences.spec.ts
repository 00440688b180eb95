import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '@waybill/testing';

interface LockedPackage {
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

/** Licences that allow use in a closed product and ask for no more than their own text. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

/** Packages that declare no licence, or another one, and why they may be used all the same. */
const REVIEWED: Readonly<Record<string, string>> = {
  '@kafkajs/confluent-schema-registry': 'MIT, in its file LICENSE',
  'cldr-core': 'Unicode-3.0 for its data; used in tests, not part of the image',
  nub: 'MIT/X11, another name of the MIT licence',
  'caniuse-lite': 'CC-BY-4.0 for its data; used in builds, not part of the image',
  '@event-driven-io/dumbo': 'compared in tools, not part of the image',
  '@event-driven-io/emmett': 'compared in tools, not part of the image',
  '@event-driven-io/emmett-postgresql': 'compared in tools, not part of the image',
  '@event-driven-io/pongo': 'compared in tools, not part of the image',
};

/** Whether one of the alternatives of an SPDX expression needs allowed licences only. */
function isAllowed(expression = ''): boolean {
  const alternatives = expression.replaceAll(/[()]/g, '').split(' OR ');
  return alternatives.some((alternative) =>
    alternative.split(' AND ').every((licence) => ALLOWED.has(licence)),
  );
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const foreign = Object.entries(lock.packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && !link)
  .map(([path, { license }]) => ({ name: path.split('node_modules/').at(-1)!, license }));

describe('the licences of all packages', () => {
  it('are allowed, or were reviewed', () => {
    expect(foreign.length).toBeGreaterThan(500);
    const refused = foreign.filter(({ name, license }) => !isAllowed(license) && !REVIEWED[name]);
    expect(refused).toEqual([]);
  });

  it('were reviewed for packages that are there and need it', () => {
    const needed = foreign.filter(({ license }) => !isAllowed(license)).map(({ name }) => name);
    expect(Object.keys(REVIEWED).filter((name) => !needed.includes(name))).toEqual([]);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['Apache-2.0 AND MIT', true],
    ['Apache-2.0 AND GPL-3.0', false],
    ['AGPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE', false],
    [undefined, false],
  ])('%s: allowed is %s', (expression, allowed) => {
    expect(isAllowed(expression)).toBe(allowed);
  });
});
