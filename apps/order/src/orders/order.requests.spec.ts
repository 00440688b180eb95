import { describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import { returnParam } from './order.requests.js';

describe('the id of a return in a path', () => {
  it('names the return and its order', () => {
    const about = { returnId: 'o-1-return-12', orderId: 'o-1' };
    expect(returnParam.parse('o-1-return-12')).toEqual(about);
  });

  it.each(['nothing', 'o-1-return-0', 'o-1-return-', '-return-1', 'o-1-return-1x'])(
    'is of no return if it is %j',
    (id) => {
      let code = 'none';
      try {
        returnParam.parse(id);
      } catch (error) {
        code = codeOf(error);
      }
      expect(code).toBe('NOT_FOUND');
    },
  );
});
