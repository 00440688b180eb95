import type { Clock } from '@waybill/kernel';
import type { Booking, BookingAnswer, BookingRequest, Carrier } from './carrier.js';

const DAY = 86_400_000;
const NOT_SERVED = ['AQ', 'KP'];

/**
 * A carrier in memory, for benchmarks. It stores nothing: every operation succeeds, and a shipment is delivered as soon as it is queried.
 */
export class MemoryCarrier implements Carrier {
  constructor(private readonly clock: Clock) {}

  async book({ key, address, carrier }: BookingRequest): Promise<BookingAnswer> {
    const { country } = address;
    const booking = this.booking(`bkg_${key}`, 'booked');
    if (!NOT_SERVED.includes(country))
      return { booking: { ...booking, carrier: carrier ?? booking.carrier } };
    return { refusal: { code: 'COUNTRY_NOT_SERVED', detail: `no parcels go to ${country}` } };
  }

  async cancel(bookingId: string): Promise<Booking> {
    return this.booking(bookingId, 'cancelled');
  }

  async dispatch(bookingId: string): Promise<Booking> {
    return { ...this.booking(bookingId, 'dispatched'), dispatchedAt: this.clock.now() };
  }

  async track(bookingId: string): Promise<Booking> {
    return { ...this.booking(bookingId, 'delivered'), deliveredAt: this.clock.now() };
  }

  private booking(bookingId: string, status: Booking['status']): Booking {
    const eta = new Date(this.clock.now().getTime() + 2 * DAY).toISOString();
    return {
      bookingId,
      carrier: 'Memory Parcels',
      trackingNumber: `MP-${bookingId.slice(-12)}`,
      eta,
      label: `memory://labels/${bookingId}`,
      status,
    };
  }
}
