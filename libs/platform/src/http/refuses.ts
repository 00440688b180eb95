import { SetMetadata } from '@nestjs/common';
import type { ErrorType } from '@waybill/kernel';

export const REFUSES = 'waybill:refuses';

/**
 * Documents the error types of a route or controller for OpenAPI. Errors that follow from other decorators (authentication, input,
 * Idempotency-Key) are added automatically.
 */
export const Refuses = (...types: ErrorType[]) => SetMetadata(REFUSES, types);
