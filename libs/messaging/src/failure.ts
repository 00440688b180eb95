import { createHash } from 'node:crypto';
import { DomainError, codeOf } from '@waybill/kernel';
import { Unavailable } from '@waybill/unit-of-work';
import type { DeadLetter } from './dead-letter.js';

/**
 * `away`: what the handler needs does not answer, and every other message would fail for it too. `permanent`: trying again
 * cannot help. `transient`: it may pass by itself.
 */
export type Failing = 'away' | 'permanent' | 'transient';

export function failingOf(error: unknown): Failing {
  if (isAway(error)) return 'away';
  return isPermanent(error) ? 'permanent' : 'transient';
}

/** No connection to be had, or a server that says so itself: starting, stopping, or out of connections (SQLSTATE 08, 53, 57P). */
const AWAY =
  /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENOTFOUND|EAI_AGAIN|(08|53|57P)[0-9A-Z]{2,3})$/;

/** `fetch` hides the reason in its cause, and looks like a defect without it. */
function isAway(error: unknown): boolean {
  // Errors of Node itself need not be of this realm's class.
  for (let one = error; typeof one === 'object' && one !== null; one = (one as Error).cause) {
    if (one instanceof DomainError) return false;
    const { code } = one as { code?: unknown };
    if (one instanceof Unavailable || (typeof code === 'string' && AWAY.test(code))) return true;
  }
  return false;
}

/** Trying again cannot help: a rule, a contract, the data, or a defect of the code. */
export function isPermanent(error: unknown): boolean {
  if (error instanceof DomainError) return true;
  return /^(2[23]|42)|^(Type|Range|Syntax|Reference|Zod)Error$/.test(codeOf(error));
}

/** Postgres holds no NUL in text. A letter's bytes are untouched. */
export function writable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** What a letter says of the error. */
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

/** The same cause gives the same print: ids, numbers and quoted values are taken out, and so are files and lines. */
function fingerprintOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

function constant(message: string): string {
  return message
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '#')
    .replace(/"[^"]*"|'[^']*'/g, '#')
    .replace(/\b[\w.:/-]*\d[\w.:/-]*/g, '#');
}

/** The function that threw: it tells two errors with the same words apart. Those above it differ with the way there. */
function origin(stack: string): string {
  return /^\s+at (?:async )?([\w$.<>]+) \(/m.exec(stack)?.[1] ?? '';
}
