import { describe, expect, it } from '@jest/globals';
import { freezerFor, frozen } from './frozen.js';

const order = () => ({ id: 'o', lines: [{ sku: 'TEA', quantity: 1 }], at: new Date(0) });

describe.each(['test', 'development', undefined])('in the environment %s', (environment) => {
  it('a change of a frozen value throws, at any depth', () => {
    const value = freezerFor(environment)(order());
    expect(() => (value.id = 'other')).toThrow(TypeError);
    expect(() => value.lines.push({ sku: 'POT', quantity: 1 })).toThrow(TypeError);
    expect(() => (value.lines[0]!.quantity = 2)).toThrow(TypeError);
    expect(value).toEqual(order());
  });
});

it('in production the value stays as it is', () => {
  const value = freezerFor('production')(order());
  value.lines.push({ sku: 'POT', quantity: 1 });
  expect(value.lines).toHaveLength(2);
});

it('values without members are returned as they are', () => {
  expect([frozen(1), frozen('a'), frozen(null), frozen(undefined)]).toEqual([1, 'a', null, undefined]);
});

it('instances of classes are not frozen', () => {
  expect(Object.isFrozen(frozen({ at: new Date(0) }).at)).toBe(false);
});
