import { SetMetadata } from '@nestjs/common';

export const REFUSES = 'waybill:refuses';

/**
 * Codes of the refusals that a call or a controller is known for, for OpenAPI. What follows from the other decorators
 * (identity, input, Idempotency-Key) need not be said.
 */
export const Refuses = (...codes: string[]) => SetMetadata(REFUSES, codes);
