import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CallQueue } from './call-queue.js';

interface Numbered {
  readonly number: number;
  readonly context: { readonly awaited?: true };
}

const request = (number: number): Numbered => ({ number, context: { awaited: true } });
const message = (number: number): Numbered => ({ number, context: {} });
const numbers = (calls: readonly Numbered[]) => calls.map(({ number }) => number);

function queueOf(...calls: Numbered[]): CallQueue<Numbered> {
  const queue = new CallQueue<Numbered>();
  for (const call of calls) queue.add(call);
  return queue;
}

describe('the queue of calls', () => {
  it('takes calls with a waiting caller before messages that came earlier', () => {
    const queue = queueOf(message(1), message(2), request(3), message(4), request(5));
    expect(numbers(queue.take(3))).toEqual([3, 5, 1]);
    expect(numbers(queue.take(3))).toEqual([2, 4]);
  });

  it('keeps a quarter of a batch for messages', () => {
    const queue = queueOf(message(1), message(2), message(3), ...[4, 5, 6, 7, 8, 9, 10, 11].map(request));
    expect(numbers(queue.take(8))).toEqual([4, 5, 6, 7, 8, 9, 1, 2]);
    expect(numbers(queue.take(8))).toEqual([10, 11, 3]);
  });

  it('takes calls that were put back before the others of their group', () => {
    const queue = queueOf(message(3), request(6));
    queue.putBack([message(1), request(5), message(2)]);
    expect(numbers(queue.take(5))).toEqual([5, 6, 1, 2, 3]);
  });

  it('lets no message overtake an earlier message, and loses none', () => {
    const steps = fc.array(fc.oneof(fc.constantFrom('request', 'message'), fc.integer({ min: 1, max: 8 })));
    fc.assert(
      fc.property(steps, (taken) => {
        const queue = new CallQueue<Numbered>();
        const added: Numbered[] = [];
        const seen: Numbered[] = [];
        for (const [index, step] of taken.entries()) {
          if (typeof step === 'number') seen.push(...queue.take(step));
          else {
            const call = step === 'request' ? request(index) : message(index);
            added.push(call);
            queue.add(call);
          }
        }
        while (queue.length > 0) seen.push(...queue.take(3));
        for (const awaited of [true, undefined]) {
          const ofGroup = ({ context }: Numbered) => context.awaited === awaited;
          expect(numbers(seen.filter(ofGroup))).toEqual(numbers(added.filter(ofGroup)));
        }
      }),
    );
  });
});
