import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Clock, DomainError, commonErrors } from '@waybill/kernel';
import { carrierErrors } from './carrier.errors.js';

const TOLERANCE_S = 300;

/** Verifies that a webhook was sent by the carrier. */
export class CarrierSignatures {
  constructor(
    /** The current secret and, during a rotation, the previous one. */
    private readonly secrets: readonly string[],
    private readonly clock: Clock,
  ) {}

  /** Throws SIGNATURE_INVALID unless `header` (`t=<unix seconds>,v1=<hex>`) signs exactly these bytes, now. */
  check(header: string | undefined, body: Buffer): void {
    if (this.secrets.length === 0)
      throw new DomainError(commonErrors.NOT_FOUND, 'CARRIER_WEBHOOK_SECRET is not set.');
    const [, t = '', given = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
    const age = Math.abs(this.clock.now().getTime() / 1_000 - Number(t));
    const signed = this.secrets.filter((secret) => {
      const expected = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
      return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
    });
    if (signed.length > 0 && age <= TOLERANCE_S) return;
    throw new DomainError(
      carrierErrors.SIGNATURE_INVALID,
      'Carrier-Signature does not match the body, or is older than five minutes.',
    );
  }
}
