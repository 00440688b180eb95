import { describe, expect, it } from '@jest/globals';
import { CommittedQueue } from './committed-queue.js';
import type { OutboxMessage } from './outbox-message.js';

const HOLDS = [
  { shard: 1, token: 7 },
  { shard: 2, token: 7 },
];
const place = { partition: 0, offset: 0 };

function message(position: number, shard = 1): OutboxMessage {
  return { position, shard } as OutboxMessage;
}

function committed(positions: readonly number[], earlier: readonly number[] = [], shard = 1) {
  return {
    messages: positions.map((position) => message(position, shard)),
    earlier: earlier.map((position) => ({ position, shard })),
  };
}

function queue(): CommittedQueue {
  const made = new CommittedQueue(5);
  made.looking(HOLDS);
  return made;
}

const positions = (taken: readonly OutboxMessage[] | undefined) => taken?.map(({ position }) => position);

describe('what a process has committed', () => {
  it('is taken in its order, the messages of other shards left out', () => {
    const own = queue();
    own.put(committed([1, 2]));
    own.put(committed([3], [], 9));
    own.put(committed([4]));
    expect(positions(own.take(HOLDS, []))).toEqual([1, 2, 4]);
    expect(own.take(HOLDS, [])).toEqual([]);
  });

  it('is taken if every earlier message of its keys was sent, is taken too or is of another shard', () => {
    const own = queue();
    own.put(committed([2], [1]));
    own.put(committed([3], [1, 2]));
    own.put(committed([9], [8], 9));
    expect(positions(own.take(HOLDS, [{ message: message(1), position: place }]))).toEqual([2, 3]);
  });

  it.each<[string, (own: CommittedQueue) => void]>([
    ['a message of its key that was neither sent nor committed here', (own) => own.put(committed([2], [1]))],
    ['too many messages to look through', (own) => own.put({ ...committed([2]), earlier: undefined })],
    ['a commit whose messages are not known', (own) => own.put(undefined)],
    ['as many messages as a look finds', (own) => own.put(committed([1, 2, 3, 4, 5]))],
    [
      'a message that may have been found',
      (own) => {
        own.put(committed([2]));
        own.found([message(3)]);
      },
    ],
    ['a failure', (own) => own.invalidate()],
  ])('is looked for after %s', (_, happens) => {
    const own = queue();
    happens(own);
    expect(own.take(HOLDS, [])).toBe(undefined);
  });

  it.each([
    ['another shard', [...HOLDS, { shard: 3, token: 1 }]],
    ['a new token', [HOLDS[0]!, { shard: 2, token: 8 }]],
  ])('is looked for under %s', (_, holds) => {
    const own = queue();
    own.put(committed([1]));
    expect(own.take(holds, [])).toBe(undefined);
    own.looking(holds);
    own.put(committed([2]));
    expect(positions(own.take(holds, []))).toEqual([2]);
  });

  it('is not kept until the first look, and is bounded', () => {
    const own = new CommittedQueue(5);
    own.put(committed([1]));
    expect(own.take([], [])).toBe(undefined);
    own.looking(HOLDS);
    own.put(committed([2, 3, 4, 5]));
    own.put(committed([6]));
    own.put(committed([7]));
    expect(own.take(HOLDS, [])).toBe(undefined);
  });
});
