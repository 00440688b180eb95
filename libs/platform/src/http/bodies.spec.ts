import { describe, expect, it } from '@jest/globals';
import { isDeeperThan } from './bodies.js';

const isDeep = (json: string): boolean => isDeeperThan(Buffer.from(json), 3);

describe('the depth of JSON', () => {
  it.each([
    ['[[[]]]', false],
    ['[[[[]]]]', true],
    ['{"a":{"b":{"c":1}}}', false],
    ['{"a":[{"b":{"c":1}}]}', true],
    ['[[],[],[],[],[]]', false],
    ['"[[[["', false],
    [String.raw`["\"[[[[", "\\"]`, false],
    [String.raw`["\\", [[[]]]]`, true],
    ['[[[["never closed', true],
    ['"never closed', false],
    ['', false],
  ])('%s', (json, deep) => {
    expect(isDeep(json)).toBe(deep);
  });

  it('is known after as many brackets as are allowed', () => {
    const read: number[] = [];
    const body = new Proxy(Buffer.from('['.repeat(1_000)), {
      get: (bytes, key) => {
        if (key !== 'length') read.push(Number(key));
        return Reflect.get(bytes, key) as unknown;
      },
    });
    expect(isDeeperThan(body, 32)).toBe(true);
    expect(read).toHaveLength(33);
  });
});
