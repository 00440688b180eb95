import { type Context, DomainError, codeOf } from '@waybill/kernel';
import { Unavailable } from './unit-of-work.js';
import { unitOfWorkErrors } from './unit-of-work.errors.js';

/**
 * `conflict`: another transaction won. `data`: the data of one call is invalid. `unavailable`: the database is unreachable.
 * `defect`: a bug in our code.
 */
export type Failure = 'conflict' | 'data' | 'unavailable' | 'defect';

const LOCK_NOT_AVAILABLE = '55P03';

/** `attempt`: how often the batch failed before. `alone`: the batch has one call. */
export function classifyFailure(error: unknown, attempt: number, alone: boolean): Failure {
  const code = codeOf(error);
  if (code === '40001' || code === '40P01') return 'conflict';
  // Usually another instance inserted the same row first. When the handler runs again, it sees that row.
  if (code === '23505' && alone && attempt < 2) return 'conflict';
  if (/^2[23]/.test(code)) return 'data';
  // Run the calls one by one, so that only those wait that need the locked row.
  if (code === LOCK_NOT_AVAILABLE && !alone) return 'data';
  if (/^(42|0A)/.test(code) || /^(Type|Range|Syntax|Reference)Error$/.test(code)) return 'defect';
  return 'unavailable';
}

/** On a lock timeout, another request with the same idempotency key, or one for the same rows, holds the lock. */
export function timeoutError({ idempotency }: Context, error: unknown): Error {
  if (idempotency && codeOf(error) === LOCK_NOT_AVAILABLE)
    return new DomainError(
      unitOfWorkErrors.IDEMPOTENCY_KEY_IN_USE,
      'a request with this Idempotency-Key is still running; try again',
    );
  return new Unavailable(`the database did not answer: ${String(error)}`, { cause: error });
}
