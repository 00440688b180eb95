import { describe, expect, it } from '@jest/globals';
import { parseForm } from './form.js';

describe('a form', () => {
  it.each([
    ['a=1&b=x%20y', { a: '1', b: 'x y' }],
    ['metadata[order_id]=7&metadata[k]=', { metadata: { order_id: '7', k: '' } }],
    ['types[0]=card&types[1]=link', { types: ['card', 'link'] }],
    ['types[]=card&types[]=link', { types: ['card', 'link'] }],
    ['a[0][b]=1&a[1][b]=2', { a: [{ b: '1' }, { b: '2' }] }],
    ['', {}],
  ])('reads %s', (text, expected) => {
    expect(parseForm(text)).toEqual(expected);
  });

  it('never touches the prototype of objects', () => {
    parseForm('__proto__[polluted]=yes&a[__proto__][polluted]=yes');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
