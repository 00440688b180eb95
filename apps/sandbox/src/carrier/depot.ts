import { digest } from '../digest.js';
import type { Journal } from '../journal.js';
import type { World } from '../world.js';
import { book, type Booking, type BookingRequest, cancel, deliver, dispatch, Refusal } from './booking.js';
import type { Webhooks } from './webhooks.js';

interface Kept {
  booking: Booking;
  key: string;
  /** Digest of the request: another request with the same key is refused. */
  request: string;
}

/** The newest bookings that are kept. An older one is unknown to every later call. */
const MOST_BOOKINGS = 100_000;

export interface DepotOptions {
  world: World;
  journal: Journal;
  webhooks: Webhooks;
  /** Milliseconds from dispatch to delivery, or `manual`. */
  deliversAfter: number | 'manual';
  /** How many bookings are kept; 100,000 by default. */
  bookings?: number;
}

/** All bookings from dispatch to delivery. */
export class Depot {
  private readonly kept = new Map<string, Kept>();
  private readonly byKey = new Map<string, string>();
  private readonly byReference = new Map<string, string[]>();

  constructor(private readonly options: DepotOptions) {
    for (const entry of options.journal.restored('booking')) {
      const { request, ...rest } = entry.value as Kept;
      // Earlier versions kept the request as JSON.
      const kept = { ...rest, request: request.startsWith('{') ? digest(request) : request };
      this.index(kept);
      if (kept.booking.status === 'dispatched') this.awaitDelivery(kept.booking);
    }
  }

  /** Books once per idempotency key. A repeated request gets the current state of the booking. */
  book(key: string, request: BookingRequest): [Booking, 'new' | 'known'] {
    const { world } = this.options;
    const asked = digest(JSON.stringify(request));
    const earlier = this.kept.get(this.byKey.get(key) ?? '');
    if (earlier && earlier.request !== asked) {
      throw new Refusal(422, 'IDEMPOTENCY_KEY_REUSED', `The key ${key} belongs to another request.`);
    }
    if (earlier) return [earlier.booking, 'known'];
    const ids = { id: world.newId('bkg'), trackingNumber: trackingNumber(world.newId('trk')) };
    const booking = book(request, ids, world.now());
    this.save({ booking, key, request: asked });
    return [booking, 'new'];
  }

  find(id: string): Booking {
    return this.row(id).booking;
  }

  list(reference: string | undefined): Booking[] {
    const ids = reference === undefined ? [...this.kept.keys()] : (this.byReference.get(reference) ?? []);
    return ids.map((id) => this.find(id));
  }

  cancel(id: string): Booking {
    return this.change(id, cancel);
  }

  dispatch(id: string): Booking {
    const before = this.find(id);
    const booking = this.change(id, dispatch);
    if (booking === before) return booking;
    this.options.webhooks.announce('dispatched', booking, this.options.world.now());
    this.awaitDelivery(booking);
    return booking;
  }

  deliver(id: string): Booking {
    const before = this.find(id);
    const booking = this.change(id, deliver);
    if (booking !== before) this.options.webhooks.announce('delivered', booking, this.options.world.now());
    return booking;
  }

  private awaitDelivery(booking: Booking): void {
    const { deliversAfter, world } = this.options;
    if (deliversAfter === 'manual') return;
    const since = world.now().getTime() - Date.parse(booking.dispatchedAt ?? booking.bookedAt);
    world.timers.after(Math.max(0, deliversAfter - since), () => void this.deliver(booking.id));
  }

  private change(id: string, act: (booking: Booking, at: Date) => Booking): Booking {
    const row = this.row(id);
    const booking = act(row.booking, this.options.world.now());
    if (booking !== row.booking) this.save({ ...row, booking });
    return booking;
  }

  private row(id: string): Kept {
    const row = this.kept.get(id);
    if (!row) throw new Refusal(404, 'BOOKING_NOT_FOUND', `No booking ${id}.`);
    return row;
  }

  private save(row: Kept): void {
    this.index(row);
    this.options.journal.append([{ kind: 'booking', id: row.booking.id, value: row }]);
  }

  private index(row: Kept): void {
    const { id, reference } = row.booking;
    if (!this.kept.has(id)) {
      this.byKey.set(row.key, id);
      this.byReference.set(reference, [...(this.byReference.get(reference) ?? []), id]);
    }
    this.kept.set(id, row);
    const [oldest] = this.kept.size > (this.options.bookings ?? MOST_BOOKINGS) ? this.kept.values() : [];
    if (oldest) this.drop(oldest);
  }

  private drop({ booking: { id, reference }, key }: Kept): void {
    this.kept.delete(id);
    this.byKey.delete(key);
    const others = this.byReference.get(reference)?.filter((other) => other !== id) ?? [];
    if (others.length > 0) this.byReference.set(reference, others);
    else this.byReference.delete(reference);
  }
}

function trackingNumber(id: string): string {
  return `WF${id.replace(/^trk_/, '').toUpperCase()}`;
}
