import { describe, expect, it } from '@jest/globals';
import { type Schema, breaches } from './compatibility.js';

const booked: Schema = {
  type: 'object',
  properties: {
    room: { type: 'string' },
    nights: { type: 'integer', exclusiveMinimum: 0, maximum: 30 },
    board: { type: 'string', enum: ['none', 'breakfast'] },
    guests: {
      type: 'array',
      items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    },
    wish: { type: 'string' },
  },
  required: ['room', 'nights', 'board', 'guests'],
};
const field = (name: string, changed: Schema): Schema => ({
  ...booked,
  properties: { ...booked.properties, [name]: changed },
});
const without = (name: string): Schema => {
  const { [name]: _, ...properties } = booked.properties!;
  return { ...booked, properties, required: booked.required!.filter((other) => other !== name) };
};
const found = (now: Schema) =>
  breaches(
    new Map([['room.booked', new Map([[1, booked]])]]),
    new Map([['room.booked', new Map([[1, now]])]]),
    () => ['kitchen', 'billing'],
  ).map(({ at, says }) => `${at}: ${says}`);
const INSTEAD = 'Leave version 1 as it was, and write version 2 with an upcaster from it.';

describe('a change of a released contract', () => {
  it.each<[string, Schema, string]>([
    [
      'a field is removed',
      without('room'),
      `/room: the field is gone: kitchen and billing may need it. ${INSTEAD}`,
    ],
    [
      'an optional field is removed',
      without('wish'),
      `/wish: the field is gone: kitchen and billing may need it. ${INSTEAD}`,
    ],
    [
      'a required field is added',
      { ...field('price', { type: 'integer' }), required: [...booked.required!, 'price'] },
      `/price: a new field is required: messages in the topics do not have it and would be refused. ${INSTEAD}`,
    ],
    [
      'an optional field becomes required',
      { ...booked, required: [...booked.required!, 'wish'] },
      `/wish: the field has become required: messages in the topics may be without it and would be refused. ${INSTEAD}`,
    ],
    [
      'a required field becomes optional',
      { ...booked, required: ['nights', 'board', 'guests'] },
      `/room: the field is no longer required: kitchen and billing would refuse messages without it. ${INSTEAD}`,
    ],
    [
      'a type changes, deep inside',
      field('guests', {
        type: 'array',
        items: { type: 'object', properties: { name: { type: 'integer' } }, required: ['name'] },
      }),
      `/guests/items/name: type was "string" and is "integer": kitchen and billing may refuse new messages, and old ones may be refused here. ${INSTEAD}`,
    ],
    [
      'a value of an enum is removed',
      field('board', { type: 'string', enum: ['none'] }),
      `/board: "breakfast" is no longer one of the values: messages in the topics that say it would be refused. ${INSTEAD}`,
    ],
    [
      'a value of an enum is added',
      field('board', { type: 'string', enum: ['none', 'breakfast', 'full'] }),
      `/board: "full" is a new value: kitchen and billing would refuse messages that say it. ${INSTEAD}`,
    ],
    [
      'a bound is narrowed',
      field('nights', { type: 'integer', exclusiveMinimum: 0, maximum: 14 }),
      `/nights: maximum was 30 and is 14: messages in the topics beyond it would be refused. ${INSTEAD}`,
    ],
    [
      'a bound is widened',
      field('nights', { type: 'integer', exclusiveMinimum: 0 }),
      `/nights: maximum was 30 and is nothing: kitchen and billing would refuse messages that go beyond what it was. ${INSTEAD}`,
    ],
    [
      'a pattern appears',
      field('room', { type: 'string', pattern: '^[0-9]+$' }),
      `/room: pattern was nothing and is "^[0-9]+$": kitchen and billing may refuse new messages, and old ones may be refused here. ${INSTEAD}`,
    ],
  ])('breaks when %s', (_, now, says) => {
    expect(found(now)).toEqual([says]);
  });

  it('breaks when a message or one of its versions is gone', () => {
    const released = new Map([
      [
        'room.booked',
        new Map([
          [1, booked],
          [2, booked],
        ]),
      ],
      ['room.left', new Map([[1, booked]])],
    ]);
    const now = new Map([['room.booked', new Map([[2, booked]])]]);
    expect(breaches(released, now, () => [])).toEqual([
      {
        message: 'room.booked',
        version: 1,
        at: '/',
        says: 'version 1 is gone: it lies in topics for days, and unknown consumers could not read it. Leave version 1 as it was: it is history.',
      },
      {
        message: 'room.left',
        version: 1,
        at: '/',
        says: `the message is gone: it lies in topics for days, and unknown consumers could not read it. ${INSTEAD}`,
      },
    ]);
  });

  it('breaks when an older version is edited in place', () => {
    const released = new Map([['room.booked', new Map([[1, booked]])]]);
    const now = new Map([
      [
        'room.booked',
        new Map([
          [1, without('wish')],
          [2, without('wish')],
        ]),
      ],
    ]);
    expect(breaches(released, now, () => ['kitchen'])).toEqual([
      {
        message: 'room.booked',
        version: 1,
        at: '/wish',
        says: 'the field is gone: kitchen may need it. Leave version 1 as it was: it is history.',
      },
    ]);
  });

  it('is fine when an optional field is added, words are changed, or a new version comes', () => {
    const now = { ...field('parking', { type: 'boolean' }), description: 'A room is taken.' };
    expect(found(now)).toEqual([]);
    const released = new Map([['room.booked', new Map([[1, booked]])]]);
    const newer = new Map([
      [
        'room.booked',
        new Map([
          [1, booked],
          [2, without('room')],
        ]),
      ],
    ]);
    expect(breaches(released, newer, () => [])).toEqual([]);
  });
});
