/** How long units stay reserved for an order that is not confirmed. */
export class ReservationPolicy {
  constructor(private readonly ttlMs: number) {}

  expiry(at: Date): Date {
    return new Date(at.getTime() + this.ttlMs);
  }
}
