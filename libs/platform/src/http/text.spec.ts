import { describe, expect, it } from '@jest/globals';
import { hasOnlyText, isText } from './text.js';

describe('text', () => {
  it.each([
    ['Zoë 🫖 نیم‌فاصله', true],
    ['', true],
    ['a\0b', false],
    ['a\ud800b', false],
    ['\udc00', false],
  ])('%j: %s', (text, expected) => {
    expect(isText(text)).toBe(expected);
  });

  it.each([
    [{ a: [{ b: 'text' }], n: 1, none: null }, true],
    [{ a: [{ b: '\0' }] }, false],
    [{ 'a\ud800': 1 }, false],
    [['\udfff'], false],
  ])('in %j: %s', (value, expected) => {
    expect(hasOnlyText(value)).toBe(expected);
  });
});
