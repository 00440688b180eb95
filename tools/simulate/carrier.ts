import type { SimulatedProcess, World } from '@waybill/simulation';
import type { composeShipping } from '../../apps/shipping/src/shipping.app.js';
import { signed } from './gateway.js';
import { ExternalSystem } from './external-system.js';

type Carrier = Parameters<typeof composeShipping>[2];
type Booking = Awaited<ReturnType<Carrier['track']>>;
type BookingRequest = Parameters<Carrier['book']>[0];

export interface Parcel {
  readonly request: BookingRequest;
  booking: Booking;
}

export const CARRIER_SECRET = 'a-secret-of-the-simulation';

/** The simulated carrier: its parcels and their statuses. */
export class SimulatedCarrier {
  readonly parcels = new Map<string, Parcel>();
  private readonly system: ExternalSystem;
  private events = 0;

  constructor(
    private readonly world: World,
    /** Posts to the shipping service's webhook. */
    private readonly tell: (body: Buffer, signature: () => string) => void,
  ) {
    this.system = new ExternalSystem(world, 'carrier');
  }

  reachedBy(process: SimulatedProcess): Carrier {
    const call = <T>(operation: () => T): Promise<T> => this.system.call(process, operation);
    return {
      book: (request) => call(() => this.book(request)),
      cancel: (id) => call(() => this.cancel(this.of(id))),
      dispatch: (id) => call(() => this.dispatch(this.of(id))),
      track: (id) => call(() => this.of(id).booking),
    };
  }

  private book(request: BookingRequest) {
    if (request.address.country === 'AQ')
      return { refusal: { code: 'COUNTRY_NOT_SERVED', detail: 'no parcels go there' } };
    this.system.once(request.key, () => {
      const bookingId = `bkg_${this.parcels.size + 1}`;
      const eta = new Date(this.world.time.now + 86_400_000).toISOString();
      const booking: Booking = {
        bookingId,
        carrier: 'Parcels',
        trackingNumber: `P-${bookingId}`,
        eta,
        label: `https://parcels.example/${bookingId}`,
        status: 'booked',
      };
      this.parcels.set(bookingId, { request, booking });
      return bookingId;
    });
    return { booking: this.ofKey(request.key).booking };
  }

  private cancel(parcel: Parcel): Booking {
    if (parcel.booking.status === 'booked') parcel.booking = { ...parcel.booking, status: 'cancelled' };
    return parcel.booking;
  }

  private dispatch(parcel: Parcel): Booking {
    const { booking } = parcel;
    if (booking.status !== 'booked') return booking;
    const { time, chance } = this.world;
    parcel.booking = { ...booking, status: 'dispatched', dispatchedAt: new Date(time.now) };
    this.notify(parcel, 'dispatched');
    time.after(chance.spread(1_000, 60_000), () => {
      parcel.booking = { ...parcel.booking, status: 'delivered', deliveredAt: new Date(time.now) };
      this.notify(parcel, 'delivered');
    });
    return parcel.booking;
  }

  private of(bookingId: string): Parcel {
    return this.parcels.get(bookingId)!;
  }

  private ofKey(key: string): Parcel {
    return [...this.parcels.values()].find(({ request }) => request.key === key)!;
  }

  private notify({ request, booking }: Parcel, type: string): void {
    const at = new Date(this.world.time.now).toISOString();
    const event = {
      id: `cev_${++this.events}`,
      type,
      bookingId: booking.bookingId,
      reference: request.reference,
      at,
    };
    const body = Buffer.from(JSON.stringify(event));
    this.tell(body, () => signed(body, CARRIER_SECRET, this.world.time.now));
  }
}
