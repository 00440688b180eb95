import { describe, expect, it } from '@jest/globals';
import { personName } from './person-name.js';

const accepts = (name: string): boolean => personName(100).safeParse(name).success;

describe('the name of a person', () => {
  it.each([
    'Ada Lovelace',
    'Núria Ferré i Puig',
    'O’Brien, Jr.',
    '山田 太郎',
    'J. R. R. Tolkien',
    'A.B. Müller-Lüdenscheidt',
    'C/O Jones',
    'علی\u200cرضا حسینی',
    'שרה\u200f כהן',
    'دوست\u200d',
  ])('may be %s', (name) => expect(accepts(name)).toBe(true));

  it.each([
    'PRIZE https://evil.example',
    'see HTTP://evil.example',
    'www.evil.example',
    'evil.example/win',
    'mail me@evil.example',
    'Ada\r\nBcc: all',
    'Ada\u0007',
    'Ada\u202eecila',
    '\u200b\u200b',
    '\u200c\u200f',
    'Ada\u2066',
    'Ada\nLovelace',
    'Ada\u200b',
    'a\ud800b',
    '   ',
    '...',
    'x'.repeat(101),
  ])('may not be %j', (name) => expect(accepts(name)).toBe(false));
});
