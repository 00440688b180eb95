import { boundedJson } from '@waybill/kernel';
import { z } from 'zod';
import type { Refusal } from '../shipments/domain/shipment.js';
import type { Booking, BookingAnswer, BookingRequest, Carrier } from './carrier.js';

const PATIENCE_MS = 5_000;

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** The fields of the carrier's responses that are used here. */
const booking = z
  .object({
    id: z.string().min(1),
    carrier: z.string(),
    trackingNumber: z.string(),
    eta: z.string(),
    label: z.url().optional(),
    status: z.enum(['booked', 'dispatched', 'delivered', 'cancelled']),
    dispatchedAt: instant.optional(),
    deliveredAt: instant.optional(),
  })
  .transform(({ id, ...rest }) => ({ bookingId: id, ...rest }));
const bookings = z.object({ items: z.array(booking) });
const problem = z.object({ code: z.string(), message: z.string().default('') });

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The carrier over HTTP. Translates its model into ours. */
export class HttpCarrier implements Carrier {
  private readonly base: string;

  constructor(
    url: string,
    private readonly webhookUrl: string | undefined,
    /** Milliseconds that a call may take until the end of its response. */
    private readonly withinMs = PATIENCE_MS,
  ) {
    this.base = url.replace(/\/+$/, '');
  }

  async book({ key, ...request }: BookingRequest): Promise<BookingAnswer> {
    const body = { ...request, ...(this.webhookUrl === undefined ? {} : { webhookUrl: this.webhookUrl }) };
    const answer = await this.call('POST', '/v1/bookings', { key, body });
    if (answer.status < 300) return { booking: this.read(answer.body) };
    const { code, message } = problem.parse(answer.body);
    // Under this key only our own settings can differ, so the existing booking is the wanted one.
    if (code === 'IDEMPOTENCY_KEY_REUSED') return { booking: await this.find(request.reference) };
    if (answer.status === 400 || answer.status === 422) return { refusal: refusalOf(code, message) };
    throw unexpected('book', answer);
  }

  async cancel(bookingId: string): Promise<Booking> {
    const answer = await this.call('POST', `${path(bookingId)}/cancel`);
    if (answer.status < 300) return this.read(answer.body);
    if (problem.safeParse(answer.body).data?.code === 'ALREADY_DISPATCHED') return this.track(bookingId);
    throw unexpected('cancel', answer);
  }

  async dispatch(bookingId: string): Promise<Booking> {
    const answer = await this.call('POST', `${path(bookingId)}/dispatch`);
    if (answer.status >= 300) throw unexpected('dispatch', answer);
    return this.read(answer.body);
  }

  async track(bookingId: string): Promise<Booking> {
    const answer = await this.call('GET', path(bookingId));
    if (answer.status >= 300) throw unexpected('track', answer);
    return this.read(answer.body);
  }

  private async find(reference: string): Promise<Booking> {
    const answer = await this.call('GET', `/v1/bookings?reference=${encodeURIComponent(reference)}`);
    const found = answer.status < 300 ? bookings.parse(answer.body).items[0] : undefined;
    if (!found) throw unexpected('find', answer);
    return this.labelled(found);
  }

  private read(body: unknown): Booking {
    return this.labelled(booking.parse(body));
  }

  /** If the carrier does not name the label's URL, the label is part of the booking. */
  private labelled({ label, ...rest }: z.infer<typeof booking>): Booking {
    return { ...rest, label: label ?? `${this.base}${path(rest.bookingId)}/label` };
  }

  private async call(
    method: 'GET' | 'POST',
    target: string,
    { key, body }: { key?: string; body?: unknown } = {},
  ): Promise<Answer> {
    const response = await fetch(this.base + target, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(this.withinMs),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await boundedJson(response.body) };
  }
}

function path(bookingId: string): string {
  return `/v1/bookings/${encodeURIComponent(bookingId)}`;
}

/** Our own codes, because the saga and the customer's mail must not depend on the carrier's. */
function refusalOf(code: string, detail: string): Refusal {
  const unserved = code === 'COUNTRY_NOT_SERVED' || code === 'COUNTRY_UNKNOWN';
  return { code: unserved ? 'COUNTRY_NOT_SERVED' : 'CARRIER_REFUSED', detail: detail || code };
}

function unexpected(act: string, { status, body }: Answer): Error {
  const { code = 'no code' } = problem.safeParse(body).data ?? {};
  return Object.assign(new Error(`the carrier returned ${status} (${code}) for ${act}`), {
    code: 'CARRIER_FAILED',
  });
}
