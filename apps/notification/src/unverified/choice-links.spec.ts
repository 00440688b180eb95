import { describe, expect, it } from '@jest/globals';
import { ChoiceLinks } from './choice-links.js';

const links = new ChoiceLinks('a key of at least thirty-two characters', 'https://shop.example/mails/');
const address = links.hashed('default', 'Ada@Example.com');
const token = links.pageUrl(address).split('/').at(-1)!;

describe('a link to the choices of an address', () => {
  it('names the address only as a hash', () => {
    expect(links.pageUrl(address)).toMatch(
      /^https:\/\/shop\.example\/mails\/v1\/mail-choices\/[\w-]{36}default$/,
    );
    expect(token).not.toMatch(/ada|example/i);
    expect(links.read(token)).toEqual(address);
  });

  it('is the same for other spellings, and another for another tenant', () => {
    expect(links.hashed('default', ' ada@example.com')).toEqual(address);
    expect(links.hashed('north', 'ada@example.com').address).not.toBe(address.address);
  });

  it.each([
    ['another key', new ChoiceLinks('another key', '').pageUrl(address).split('/').at(-1)!],
    ['another address', `${'x'.repeat(20)}${token.slice(20)}`],
    ['another tenant', `${token.slice(0, 36)}north`],
    ['a part of it', token.slice(0, 30)],
    ['nothing', ''],
  ])('is not read with %s', (_, forged) => expect(links.read(forged)).toBeUndefined());
});
