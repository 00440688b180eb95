import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Contract } from '@waybill/contracts';
import type { ErrorType } from '@waybill/kernel';
import { z } from 'zod';
import { openApiDocuments } from '../contracts/openapi.js';
import { type Facts, type ServiceFacts, factsOf } from './facts.js';
import { listOf, findMissing } from './find-missing.js';

const event = (type: string, story?: object): Contract =>
  ({ type, kind: 'event', version: 1, story }) as unknown as Contract;
const sources = new Map([
  [
    'libs/contracts/src/room.ts',
    "contract({\n  type: 'room.booked',\n});\ncontract({\n  type: 'room.left',\n});\n",
  ],
  ['libs/platform/src/settings.ts', 'z.object({\n  PORT: z.int(),\n});\n'],
  ['apps/hotel/src/hotel.settings.ts', 'z.object({\n  ROOMS: z.int(),\n});\n'],
  ['apps/hotel/src/rooms/rooms.feature.ts', ''],
  ['apps/hotel/src/rooms/rooms.controller.ts', 'class Rooms {\n\n  async bookRoom(\n  ) {}\n}\n'],
  [
    'apps/hotel/src/rooms/domain/room.errors.ts',
    'defineErrors({\n  ROOM_TAKEN: {\n  },\n  ROOM_LOST: {\n  },\n});\n',
  ],
  [
    'apps/hotel/src/rooms/migrations/rooms.ts',
    'export class Rooms1 implements MigrationInterface {}\nexport class Rooms2 implements MigrationInterface {}\n',
  ],
]);
const route = { operationId: 'bookRoom', summary: 'Books a room', 'x-actor': 'guest' };
const taken: ErrorType = { code: 'ROOM_TAKEN', status: 409, description: 'Somebody has it.' };
const lost: ErrorType = { code: 'ROOM_LOST', status: 409, description: 'It is gone.' };
const hotel: ServiceFacts = {
  name: 'hotel',
  openApi: { paths: { '/v1/rooms': { post: route } } },
  errors: { ROOM_TAKEN: taken, ROOM_LOST: lost },
  settings: z.object({ ROOMS: z.int().meta({ description: 'How many' }) }),
  migrations: ['Rooms1', 'Rooms2'],
};
const complete: Facts = {
  contracts: [
    event('room.booked', { phase: 'success' }),
    event('room.left', { phase: 'success', after: 'room.booked' }),
  ],
  goldens: ['room.booked/1.json', 'room.left/1.json'],
  services: [hotel],
  commonSettings: z.object({ PORT: z.int().meta({ description: 'Where it listens' }) }),
  handlers: [{ group: 'hotel', topic: 'room.events', file: 'apps/hotel/src/rooms/rooms.consumer.ts' }],
  readers: ['hotel room.events'],
  hotSpots: [
    {
      question: 'Two want it?',
      about: ['room.booked'],
      answer: 'One gets it.',
      file: 'apps/hotel/src/rooms/rooms.controller.ts',
      name: 'bookRoom',
    },
  ],
  spoken: ['room.booked', 'room.left'],
  glossary: '| room, booked | \n| left | gone |\n',
  sources,
};
const withHotel = (changed: Partial<ServiceFacts>): Facts => ({
  ...complete,
  services: [{ ...hotel, ...changed }],
});
const withStory = (story?: object): Facts => ({
  ...complete,
  contracts: [complete.contracts[0]!, event('room.left', story)],
});

describe('the list of what is missing', () => {
  it('is empty when nothing is', () => {
    expect(findMissing(complete)).toEqual([]);
  });

  it.each<[name: string, facts: Facts, says: string, file: string]>([
    [
      'an event without a place',
      withStory(),
      'the event room.left has no place in the event storming: give it a `story`',
      'libs/contracts/src/room.ts:5',
    ],
    [
      'a phase that is not there',
      withStory({ phase: 'dreams' }),
      'the story of room.left names the phase dreams, which PHASES does not have',
      'libs/contracts/src/room.ts:5',
    ],
    [
      'a place after an event of another phase',
      withStory({ phase: 'failure', after: 'room.booked' }),
      'room.left stands after room.booked, which is no event of the phase failure',
      'libs/contracts/src/room.ts:5',
    ],
    [
      'a place after itself',
      withStory({ phase: 'success', after: 'room.left' }),
      'room.left stands after itself: room.left leads back',
      'libs/contracts/src/room.ts:5',
    ],
    [
      'a contract that is not registered',
      { ...complete, contracts: complete.contracts.slice(0, 1), goldens: [] },
      'the contract room.left (libs/contracts/src/room.ts:5) is not registered: add its module to `all`',
      'libs/contracts/src/registry.ts',
    ],
    [
      'a golden sample without a contract',
      { ...complete, goldens: ['room.left/2.json'] },
      'the golden sample room.left of version 2 has no contract: declare it, or remove the sample if it was never released',
      'libs/contracts/golden/room.left/2.json',
    ],
    [
      'a group that nobody knows',
      { ...complete, readers: [] },
      'apps/hotel/src/rooms/rooms.consumer.ts reads room.events, but READERS does not list the group hotel there',
      'libs/contracts/src/registry.ts',
    ],
    [
      'a group that reads nothing',
      { ...complete, handlers: [] },
      'READERS lists the group hotel for room.events, which it does not read',
      'libs/contracts/src/registry.ts',
    ],
    [
      'a route without an actor',
      withHotel({ openApi: { paths: { '/v1/rooms': { post: { ...route, 'x-actor': undefined } } } } }),
      "hotel: POST /v1/rooms has no actor in the event storming: add @Actor('…')",
      'apps/hotel/src/rooms/rooms.controller.ts:3',
    ],
    [
      'a route without a summary',
      withHotel({ openApi: { paths: { '/v1/rooms': { post: { ...route, summary: '' } } } } }),
      'hotel: POST /v1/rooms has no summary: add @ApiOperation({ summary })',
      'apps/hotel/src/rooms/rooms.controller.ts:3',
    ],
    [
      'an error code that no feature lists',
      withHotel({ errors: { ROOM_LOST: lost } }),
      'the error code ROOM_TAKEN (apps/hotel/src/rooms/domain/room.errors.ts) is not listed: add its table to the `errors` of its feature',
      'apps/hotel/src/rooms/rooms.feature.ts',
    ],
    [
      'an error code without a status',
      withHotel({ errors: { ROOM_TAKEN: taken, ROOM_LOST: { ...lost, status: undefined as never } } }),
      'the error code ROOM_LOST has no status',
      'apps/hotel/src/rooms/domain/room.errors.ts:4',
    ],
    [
      'an error code without a description',
      withHotel({ errors: { ROOM_TAKEN: taken, ROOM_LOST: { ...lost, description: '' } } }),
      'the error code ROOM_LOST has no description',
      'apps/hotel/src/rooms/domain/room.errors.ts:4',
    ],
    [
      'a setting without text',
      withHotel({ settings: z.object({ ROOMS: z.int() }) }),
      'the setting ROOMS has no text: add .meta({ description })',
      'apps/hotel/src/hotel.settings.ts:2',
    ],
    [
      'a setting of all services without text',
      { ...complete, commonSettings: z.object({ PORT: z.int() }) },
      'the setting PORT has no text: add .meta({ description })',
      'libs/platform/src/settings.ts:2',
    ],
    [
      'a migration that no feature lists',
      withHotel({ migrations: ['Rooms1'] }),
      'the migration Rooms2 (apps/hotel/src/rooms/migrations/rooms.ts) is not listed: add it to the `migrations` of its feature',
      'apps/hotel/src/rooms/rooms.feature.ts',
    ],
    [
      'a hot spot about no message',
      { ...complete, hotSpots: [{ ...complete.hotSpots[0]!, about: ['room.sold'] }] },
      'the hot spot "Two want it?" names room.sold, which is not a message type',
      'tools/storming/hot-spots.ts',
    ],
    [
      'a hot spot about no code',
      { ...complete, hotSpots: [{ ...complete.hotSpots[0]!, name: 'sellRoom' }] },
      'the hot spot "Two want it?" names sellRoom, which apps/hotel/src/rooms/rooms.controller.ts does not have',
      'tools/storming/hot-spots.ts',
    ],
    [
      'a word that is not explained',
      { ...complete, glossary: '| room, booked | \n' },
      'the word "left" (in room.left) has no entry',
      'docs/glossary.md',
    ],
    [
      'a word that nothing is called',
      { ...complete, glossary: `${complete.glossary}| cellar | below |\n` },
      'the word "cellar" is explained, but no name has it',
      'docs/glossary.md',
    ],
  ])('has %s, with the file to edit', (_, facts, says, file) => {
    expect(findMissing(facts)).toEqual([{ says, file }]);
  });

  it('has all of them at once', () => {
    const facts = { ...withStory(), readers: [], glossary: '| room, booked | \n' };
    expect(listOf(findMissing(facts))).toBe(`3 missing; no document was written:
  the event room.left has no place in the event storming: give it a \`story\`
    edit libs/contracts/src/room.ts:5
  apps/hotel/src/rooms/rooms.consumer.ts reads room.events, but READERS does not list the group hotel there
    edit libs/contracts/src/registry.ts
  the word "left" (in room.left) has no entry
    edit docs/glossary.md`);
  });
});

describe('this repository', () => {
  let facts: Facts;
  beforeAll(async () => {
    facts = await factsOf(await openApiDocuments());
  });

  it('misses nothing', () => {
    expect(findMissing(facts)).toEqual([]);
  });

  it('would miss the place of an event, the actor of a route, the text of a setting and a word', () => {
    const contracts = facts.contracts.map((one) =>
      one.type === 'order.placed' ? { ...one, story: undefined } : one,
    );
    const services = facts.services.map((service) => ({
      ...service,
      openApi: JSON.parse(
        JSON.stringify(service.openApi).replaceAll('"x-actor":"carrier"', '"x-actor":""'),
      ) as object,
      settings: service.name === 'shipping' ? z.object({ CARRIER_URL: z.string() }) : service.settings,
    }));
    const glossary = facts.glossary.replace('restock, restocked', 'restock');
    expect(
      findMissing({ ...facts, contracts, services, glossary }).map(({ file }) => file.replace(/:\d+$/, '')),
    ).toEqual([
      // because `inventory.reserved` is placed after `order.placed`
      'libs/contracts/src/inventory.ts',
      'libs/contracts/src/order.ts',
      'apps/shipping/src/carrier/carrier.webhook.ts',
      'apps/shipping/src/shipping.settings.ts',
      'docs/glossary.md',
    ]);
  });
});
