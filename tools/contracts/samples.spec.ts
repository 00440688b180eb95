import { describe, expect, it } from '@jest/globals';
import { brokenSamples } from './samples.js';

const SAMPLE = '{ "from": "Friday" }';
const released = new Map([['room.booked/1.json', SAMPLE]]);
const readable = (): void => {};
const unreadable = (message: string, data: unknown, version: number): never => {
  throw new Error(`not a ${message} of version ${version}: /from: ${JSON.stringify(data)}`);
};
const sentences = (now: [string, string][], parse: (...about: never[]) => unknown = readable): string[] =>
  brokenSamples(released, new Map(now), parse as never).map(
    ({ message, version, at, says }) => `${message} ${version} ${at}: ${says}`,
  );
const LOST =
  'nothing tells any more whether messages like it can be read. Put it back, and add another one for what is new.';

describe('a golden sample that was released', () => {
  it('is not edited', () => {
    expect(sentences([['room.booked/1.json', '{ "from": "Saturday" }']])).toEqual([
      `room.booked 1 /: the golden sample libs/contracts/golden/room.booked/1.json was edited: ${LOST}`,
    ]);
  });

  it('is not removed', () => {
    expect(sentences([])).toEqual([
      `room.booked 1 /: the golden sample libs/contracts/golden/room.booked/1.json is gone: ${LOST}`,
    ]);
  });

  it('is read for ever', () => {
    expect(sentences([['room.booked/1.json', SAMPLE]], unreadable)).toEqual([
      'room.booked 1 /: the golden sample libs/contracts/golden/room.booked/1.json is refused now: not a room.booked of version 1: /from: {"from":"Friday"}. Mend the schema or the upcaster; the sample stays.',
    ]);
  });

  it('is fine beside new ones', () => {
    expect(
      sentences([
        ['room.booked/1.json', SAMPLE],
        ['room.booked/1-for-a-week.json', '{}'],
        ['room.booked/2.json', '{}'],
      ]),
    ).toEqual([]);
  });
});
