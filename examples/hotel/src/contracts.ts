import type { MessageType } from '@waybill/kernel';
import { z } from 'zod';

const booking = z.object({ room: z.string(), night: z.iso.date(), guest: z.string() });
export type Booking = z.infer<typeof booking>;

/** A fact, complete in itself: who hears it needs no call back. */
export const bookingMade: MessageType<'booking.made', Booking> = {
  type: 'booking.made',
  version: 1,
  topic: 'reception.events',
  parse: (data) => booking.parse(data),
};

export const messageTypes = new Map<string, MessageType>([[bookingMade.type, bookingMade]]);

const DAY = 86_400_000;

export function topics({ partitions, retentionDays }: { partitions: number; retentionDays: number }) {
  return ['reception.events', 'reception.dead-letters', 'housekeeping.dead-letters'].map((name) => ({
    name,
    partitions,
    retentionMs: retentionDays * DAY,
  }));
}
