import { z } from 'zod';
import { deliveryDays, isCountry } from './countries.js';

const text = z.string().trim().min(1).max(200);

export const bookingRequest = z.object({
  reference: text,
  /** One of the simulated carriers. */
  carrier: z.enum(['Wayfarer Parcels', 'Northern Post', 'Pacific Air']).default('Wayfarer Parcels'),
  address: z.object({
    name: text,
    line1: text,
    line2: text.nullish(),
    city: text,
    region: text.nullish(),
    postalCode: text,
    country: z.string().trim(),
  }),
  parcels: z.array(z.unknown()).optional(),
  lines: z.array(z.unknown()).optional(),
  /** URL of the webhook for dispatch and delivery. */
  webhookUrl: z.url({ protocol: /^https?$/ }).optional(),
});
export type BookingRequest = z.infer<typeof bookingRequest>;

export interface Booking {
  id: string;
  reference: string;
  carrier: string;
  trackingNumber: string;
  eta: string;
  status: 'booked' | 'dispatched' | 'delivered' | 'cancelled';
  address: BookingRequest['address'];
  bookedAt: string;
  dispatchedAt?: string;
  deliveredAt?: string;
  cancelledAt?: string;
  webhookUrl?: string | undefined;
}

/** A refusal of the carrier, with its HTTP status. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 404 | 409 | 422,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const day = 24 * 60 * 60 * 1000;

export function book(
  request: BookingRequest,
  ids: { id: string; trackingNumber: string },
  at: Date,
): Booking {
  const { country } = request.address;
  if (!isCountry(country))
    throw new Refusal(422, 'COUNTRY_UNKNOWN', `'${country}' is not an ISO 3166 country code.`);
  const days = deliveryDays(country);
  if (days === undefined) throw new Refusal(422, 'COUNTRY_NOT_SERVED', `We do not deliver to ${country}.`);
  const { reference, carrier, address, webhookUrl } = request;
  const eta = new Date(at.getTime() + days * day).toISOString();
  return {
    ...ids,
    reference,
    carrier,
    eta,
    status: 'booked',
    address,
    bookedAt: at.toISOString(),
    webhookUrl,
  };
}

export function cancel(booking: Booking, at: Date): Booking {
  if (booking.status === 'cancelled') return booking;
  if (booking.status === 'booked') return { ...booking, status: 'cancelled', cancelledAt: at.toISOString() };
  throw new Refusal(409, 'ALREADY_DISPATCHED', `Booking ${booking.id} is ${booking.status}.`);
}

export function dispatch(booking: Booking, at: Date): Booking {
  if (booking.status === 'booked')
    return { ...booking, status: 'dispatched', dispatchedAt: at.toISOString() };
  if (booking.status !== 'cancelled') return booking;
  throw new Refusal(409, 'ALREADY_CANCELLED', `Booking ${booking.id} is cancelled.`);
}

export function deliver(booking: Booking, at: Date): Booking {
  if (booking.status === 'delivered') return booking;
  if (booking.status === 'dispatched')
    return { ...booking, status: 'delivered', deliveredAt: at.toISOString() };
  throw new Refusal(409, 'NOT_DISPATCHED', `Booking ${booking.id} is ${booking.status}.`);
}
