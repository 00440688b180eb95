import { createHash } from 'node:crypto';
import { DomainError, codeOf } from '@waybill/kernel';
import { Unavailable } from '@waybill/unit-of-work';
import type { DeadLetter } from './dead-letter.js';

/**
 * `away`: a dependency of the handler is unavailable, so every other message would fail too. `permanent`: a retry cannot help. `transient`:
 * a retry may help.
 */
export type Failing = 'away' | 'permanent' | 'transient';

export function failingOf(error: unknown): Failing {
  if (isAway(error)) return 'away';
  return isPermanent(error) ? 'permanent' : 'transient';
}

/** No connection, or a server that is starting, stopping or out of connections (SQLSTATE 08, 53, 57P). */
const AWAY =
  /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENOTFOUND|EAI_AGAIN|(08|53|57P)[0-9A-Z]{2,3})$/;

/** The reason of a failed `fetch` is in its cause. */
function isAway(error: unknown): boolean {
  // Not `instanceof`: errors of Node can come from another realm.
  for (let one = error; typeof one === 'object' && one !== null; one = (one as Error).cause) {
    if (one instanceof DomainError) return false;
    const { code } = one as { code?: unknown };
    if (one instanceof Unavailable || (typeof code === 'string' && AWAY.test(code))) return true;
  }
  return false;
}

/** A retry cannot help: a business rule, a contract, the data, or a bug. */
export function isPermanent(error: unknown): boolean {
  if (error instanceof DomainError) return true;
  return /^(2[23]|42)|^(Type|Range|Syntax|Reference|Zod)Error$/.test(codeOf(error));
}

/** Postgres text cannot contain NUL. The bytes of a dead letter are stored unchanged. */
export function writable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** The error as a dead letter stores it. */
export function failureOf(
  error: unknown,
  consumer: string,
  type: string | null,
): Pick<DeadLetter, 'errorCode' | 'errorMessage' | 'errorStack' | 'fingerprint'> {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const errorCode = codeOf(error);
  return {
    errorCode,
    errorMessage: writable(message),
    errorStack: writable(stack),
    fingerprint: fingerprintOf([consumer, type ?? '', errorCode, constant(message), origin(stack)]),
  };
}

/** The same cause has the same fingerprint: ids, numbers, quoted values, files and lines are removed. */
function fingerprintOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

function constant(message: string): string {
  return message
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '#')
    .replace(/"[^"]*"|'[^']*'/g, '#')
    .replace(/\b[\w.:/-]*\d[\w.:/-]*/g, '#');
}

/** The function that threw. Functions above it in the stack differ with the caller. */
function origin(stack: string): string {
  return /^\s+at (?:async )?([\w$.<>]+) \(/m.exec(stack)?.[1] ?? '';
}
