import { describe, expect, it } from '@jest/globals';
import { LINES, ONE_LINE, VISIBLE, hasOnlyText, isText } from './text.js';

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

describe('a line', () => {
  it.each([
    ['Persian with a joiner', 'علی‌رضا'],
    ['Hebrew with a mark', 'דוד\u200e כהן'],
    ['Arabic with a mark', 'محمد\u061c'],
    ['an emoji of several people', '👩‍👩‍👧'],
    ['inner blanks', 'BANK CHARGES'],
    ['no character', ''],
  ])('may have %s', (_, text) => {
    expect(ONE_LINE.test(text)).toBe(true);
  });

  it.each(['\t', '\n', '\r', '\u0007', '\u001b', '\u007f', '\u0085', '\u2028', '\u2029'])(
    'has no control character: %j',
    (character) => {
      expect(ONE_LINE.test(`a${character}b`)).toBe(false);
    },
  );

  it.each(['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'])(
    'has no character that changes the order of others: %j',
    (character) => {
      expect(ONE_LINE.test(`a${character}b`)).toBe(false);
      expect(LINES.test(`a${character}b`)).toBe(false);
    },
  );

  it('may follow another one where lines are allowed', () => {
    expect(LINES.test('one\r\n\ttwo\n')).toBe(true);
    expect(LINES.test('one\u0007')).toBe(false);
  });

  it.each(['', ' ', '\u00a0\u3000', '\u200b\u200d', '\u200e', '\ufeff'])('of %j shows nothing', (text) => {
    expect(VISIBLE.test(text)).toBe(false);
  });

  it.each(['a', ' . ', '茶', '‌ب'])('of %j shows something', (text) => {
    expect(VISIBLE.test(text)).toBe(true);
  });
});
