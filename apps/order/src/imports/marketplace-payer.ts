import { DomainError } from '@waybill/kernel';
import { importErrors } from './import.errors.js';

/**
 * How marketplace orders are paid: the marketplace has collected the money of its buyer, and pays with its own payment method at the
 * gateway.
 */
export class MarketplacePayer {
  constructor(private readonly onFile: string | undefined) {}

  /** Throws IMPORTS_NOT_SET_UP. */
  method(): string {
    if (this.onFile) return this.onFile;
    throw new DomainError(
      importErrors.IMPORTS_NOT_SET_UP,
      'Set BAZAAR_PAYMENT_METHOD to the marketplace’s payment method at the gateway.',
    );
  }
}
