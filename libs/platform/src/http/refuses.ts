import { SetMetadata } from '@nestjs/common';
import type { ErrorType } from '@waybill/kernel';

export const REFUSES = 'waybill:refuses';

/**
 * The refusals of a route or a controller, for OpenAPI. Those that follow from the other decorators (identity, input,
 * Idempotency-Key) are added by the document itself.
 */
export const Refuses = (...types: ErrorType[]) => SetMetadata(REFUSES, types);
