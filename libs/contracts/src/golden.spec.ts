import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { messageTypes } from './registry.js';

/** Messages as they once were. These files are added to and never edited: `npm run contracts:check` compares them with the last release. */
const folder = new URL('../golden/', import.meta.url);
const samples = globSync('*/*.json', { cwd: folder }).map((path) => {
  const [type = '', name = ''] = path.split('/');
  const data = JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as unknown;
  return { path, contract: messageTypes.get(type)!, version: Number.parseInt(name, 10), data };
});

describe('a golden sample', () => {
  it('is there of every version of every message', () => {
    const wanted = [...messageTypes.values()].flatMap(({ type, version }) =>
      Array.from({ length: version }, (_, index) => `${type} ${index + 1}`),
    );
    const found = samples.map(({ contract, version }) => `${contract.type} ${version}`);
    expect([...new Set(found)].sort()).toEqual(wanted.sort());
  });

  it.each(samples)('is read for ever, whole where it is of the newest version: $path', (sample) => {
    const { contract, version, data } = sample;
    const read = contract.parse(data, version);
    if (version === contract.version) expect(read).toEqual(data);
  });

  it('keeps, for a build that knows only an older version, all that this version requires', () => {
    const refused = samples.flatMap(({ path, contract, version, data }) =>
      contract.older
        .slice(0, version - 1)
        .flatMap(({ schema }, index) => (schema.safeParse(data).success ? [] : [`${path} as ${index + 1}`])),
    );
    expect(refused).toEqual([]);
  });
});
