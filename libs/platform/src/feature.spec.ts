import { describe, expect, it } from '@jest/globals';
import { defineErrors } from '@waybill/kernel';
import { z } from 'zod';
import { type Feature, defineService } from './feature.js';
import type { Ports } from './service-app.js';
import type { CommonSettings } from './settings.js';

class Rooms {}
class Bookings {}
class RoomsController {}
class BookingsController {}
class Front {
  constructor(readonly desk: string) {}
}
class OpenRoom {}
class CleanRoom {
  handle(): void {}
}
class BillGuest {
  handle(): void {}
}

const roomErrors = defineErrors({ ROOM_TAKEN: { status: 409, description: 'Taken.' } });
const bookingErrors = defineErrors({ BOOKING_PAST: { status: 400, description: 'Past.' } });
const ports = {} as Ports;
const settings = { DESK: 'lobby' } as CommonSettings & { DESK: string };
const service = (...features: Feature<{ readonly front: Front }>[]) =>
  defineService({
    name: 'hotel',
    description: 'A hotel.',
    port: 4000,
    settings: z.object({ DESK: z.string() }),
    messageTypes: new Map(),
    topics: () => [],
    share: (_: Ports, { DESK }: { readonly DESK: string }) => ({ front: new Front(DESK) }),
    features,
  });

const rooms: Feature = {
  entities: [Rooms],
  errors: roomErrors,
  controllers: [RoomsController],
  compose: () => ({ reactions: [new CleanRoom()] }),
};
const bookings: Feature<{ readonly front: Front }> = {
  entities: [Bookings],
  errors: bookingErrors,
  compose: (_, { front }) => ({
    controllers: [BookingsController],
    handlers: [new OpenRoom()],
    providers: [front],
    reactions: [new BillGuest()],
  }),
};

describe('a service', () => {
  it('consists of its features, in order', () => {
    const { entities, migrations, errors, view } = service(rooms, bookings);
    expect({ entities, migrations, errors, view }).toEqual({
      entities: [Rooms, Bookings],
      migrations: [],
      errors: { ...roomErrors, ...bookingErrors },
      view: undefined,
    });
  });

  it('passes ports, settings and shared instances to each feature', () => {
    expect(service(rooms, bookings).compose(ports, settings)).toEqual({
      controllers: [RoomsController, BookingsController],
      provide: [new Front('lobby'), new OpenRoom()],
      effects: {},
      reactions: [new CleanRoom(), new BillGuest()],
      background: [],
      gauges: {},
    });
  });

  it('refuses two features that declare the same error code', () => {
    expect(() => service(rooms, rooms)).toThrow('two features declare the error code ROOM_TAKEN');
  });

  it('refuses two features that perform the same effect', () => {
    const mails = (): Feature => ({
      compose: () => ({
        effects: { 'mail.send': { perform: () => Promise.resolve(), answer: () => undefined } },
      }),
    });
    expect(() => service(mails(), mails()).compose(ports, settings)).toThrow(
      'two features declare the effect mail.send',
    );
  });
});
