import { type Context, DomainError, codeOf } from '@waybill/kernel';
import { Unavailable } from './unit-of-work.js';
import { unitOfWorkErrors } from './unit-of-work.errors.js';

/** `retry`: lost against another transaction. `blame`: one message's data. `wait`: no database. `fault`: our own error. */
export type Verdict = 'retry' | 'blame' | 'wait' | 'fault';

const LOCK_NOT_AVAILABLE = '55P03';

/** `attempt`: how many times this failed before. `alone`: the transaction ran for one message only. */
export function judge(error: unknown, attempt: number, alone: boolean): Verdict {
  const code = codeOf(error);
  if (code === '40001' || code === '40P01') return 'retry';
  // A unique violation mostly means that a twin came first: decided again, the act sees it.
  if (code === '23505' && alone && attempt < 2) return 'retry';
  if (/^2[23]/.test(code)) return 'blame';
  // Whoever needs no row of another's transaction should not wait for it.
  if (code === LOCK_NOT_AVAILABLE && !alone) return 'blame';
  if (/^(42|0A)/.test(code) || /^(Type|Range|Syntax|Reference)Error$/.test(code)) return 'fault';
  return 'wait';
}

/** A lock that did not come in time is held by a twin with the same key, or by another who is about the same data. */
export function gaveUp({ idempotency }: Context, error: unknown): Error {
  if (idempotency && codeOf(error) === LOCK_NOT_AVAILABLE)
    return new DomainError(
      unitOfWorkErrors.IDEMPOTENCY_KEY_IN_USE,
      'a call with this key is still being handled; try again',
    );
  return new Unavailable(`the database did not answer: ${String(error)}`, { cause: error });
}
