import { DomainError, ONE_LINE, VISIBLE, defineErrors } from '@waybill/kernel';
import type { Sku } from './ids.js';

const RULE =
  'A new SKU is one line of visible text of 1 to 64 characters, without blanks around it, and not `.` or `..`.';

export const skuErrors = defineErrors({ SKU_INVALID: { status: 400, description: RULE } });

/**
 * Throws SKU_INVALID for text that cannot become a SKU. It is for products and stock that do not exist yet; SKUs that are stored already stay
 * valid. A SKU is a part of URLs: clients resolve `.` and `..` before they send them, and send all other characters in percent-encoding.
 */
export function requireNewSku(sku: Sku): void {
  const isLine = ONE_LINE.test(sku) && VISIBLE.test(sku) && sku.trim() === sku;
  if (!isLine || sku.length > 64 || sku === '.' || sku === '..')
    throw new DomainError(skuErrors.SKU_INVALID, RULE);
}
