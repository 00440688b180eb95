import { describe, expect, it } from '@jest/globals';
import { isDeeperThan, repeatedMember } from './json-scan.js';

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

describe('the first field that an object has twice', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"b":{"c":1,"d":2,"c":3}}', 'c'],
    ['[{"a":1},{"b":[{"c":1,"c":1}]}]', 'c'],
    ['{"a":{"a":1},"b":[{"a":2}],"a":3}', 'a'],
    ['{"a" :1,"b":1, "a"\n\t\r :2}', 'a'],
    [String.raw`{"a":1,"\u0061":2}`, 'a'],
    [String.raw`{"\"":1,"b\\":"\"","\"":2}`, '"'],
    ['{"ü":1,"ü":2}', 'ü'],
    ['{"":1,"":2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"a":1,"b":2,"A":3}', undefined],
    ['{"a":"b","b":"a"}', undefined],
    ['{"a":["a","a"],"b":["a","a"]}', undefined],
    ['[{"a":1},{"a":2}]', undefined],
    ['{"a":{"b":1},"c":{"b":1}}', undefined],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}', undefined],
    ['"a"', undefined],
    ['[]', undefined],
  ])('%s', (json, name) => {
    JSON.parse(json);
    expect(repeatedMember(Buffer.from(json))).toBe(name);
  });
});
