import { describe, expect, it } from '@jest/globals';
import { codeOf } from './errors.js';
import { type Upcasters, newestVersion, upcast } from './upcast.js';

const upcasters: Upcasters = {
  moved: [
    ({ to, ...rest }: { to: string }) => ({ ...rest, place: { name: to } }),
    ({ place, ...rest }: { place: { name: string } }) => ({ ...rest, place: { ...place, country: 'GB' } }),
  ],
};

describe('an old event', () => {
  it.each([
    { version: 1, data: { at: 3, to: 'London' } },
    { version: 2, data: { at: 3, place: { name: 'London' } } },
    { version: 3, data: { at: 3, place: { name: 'London', country: 'GB' } } },
  ])('of version $version is read in its newest shape, and stays as it is', ({ version, data }) => {
    const before = structuredClone(data);
    expect(upcast(upcasters, 'moved', version, data)).toEqual({
      at: 3,
      place: { name: 'London', country: 'GB' },
    });
    expect(data).toEqual(before);
  });

  it('is unchanged if its type has only one version', () => {
    const data = { by: 1 };
    expect(upcast(upcasters, 'counted', 1, data)).toBe(data);
  });

  it('is written in the newest version', () => {
    expect([newestVersion(upcasters, 'moved'), newestVersion(upcasters, 'counted')]).toEqual([3, 1]);
  });

  it('of an unknown newer version is refused', () => {
    const read = (type: string, version: number) => () => upcast(upcasters, type, version, {});
    expect(codeThrown(read('moved', 4))).toBe('EVENT_TOO_NEW');
    expect(codeThrown(read('counted', 2))).toBe('EVENT_TOO_NEW');
  });
});

function codeThrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return codeOf(error);
  }
}
