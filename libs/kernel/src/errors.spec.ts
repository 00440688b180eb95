import { describe, expect, it } from '@jest/globals';
import { DomainError, assertNever, codeOf, defineErrors } from './errors.js';

const errors = defineErrors({ ORDER_EMPTY: { status: 422, description: 'An order has no lines.' } });

describe('the code of an error', () => {
  it.each([
    [new DomainError(errors.ORDER_EMPTY, 'no lines'), 'ORDER_EMPTY'],
    [Object.assign(new Error('deadlock'), { code: '40P01' }), '40P01'],
    [Object.assign(new Error('odd'), { code: 7 }), 'Error'],
    [new TypeError('a defect'), 'TypeError'],
    ['thrown text', 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
  ])('of %p is %s', (error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});

describe('assertNever', () => {
  it('names the unexpected value', () => {
    expect(() => assertNever('surprise' as never)).toThrow('unexpected "surprise"');
  });
});
