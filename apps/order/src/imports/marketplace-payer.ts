import { DomainError } from '@waybill/kernel';
import { importErrors } from './import.errors.js';

/**
 * How marketplace orders are paid: the marketplace has collected the money of its buyer, and pays with the payment method at the
 * gateway that it has agreed with the tenant.
 */
export class MarketplacePayer {
  /** `methods`: payment methods by tenant. */
  constructor(private readonly methods: ReadonlyMap<string, string>) {}

  /** Throws IMPORTS_NOT_SET_UP if the tenant has no method. */
  method(tenant: string): string {
    const method = this.methods.get(tenant);
    if (method) return method;
    throw new DomainError(
      importErrors.IMPORTS_NOT_SET_UP,
      `BAZAAR_PAYMENT_METHOD has no payment method of the tenant ${tenant}.`,
    );
  }
}
