import { digest } from '../digest.js';
import type { Entry, Journal } from '../journal.js';
import { StripeError } from './stripe-error.js';

/** The stored response to a request with an idempotency key. */
export interface Answer {
  /** The request as one string: another request with the same key is refused. */
  request: string;
  status: number;
  body: string;
  requestId: string;
  /** Milliseconds since 1970. */
  at: number;
}

const keptFor = 24 * 60 * 60 * 1000;

export interface AnswerLimits {
  /** Of the bodies, in characters. */
  readonly bytes: number;
}

/**
 * The idempotency keys of the last 24 hours, as many of the newest as fit in 24 MiB: those of about 6,000 payments. A key belongs to one
 * API key.
 */
export class Answers {
  private readonly answers = new Map<string, Answer>();
  private readonly inFlight = new Set<string>();
  private bytes = 0;

  constructor(
    journal: Journal,
    private readonly limits: AnswerLimits = { bytes: 24 * 1024 * 1024 },
  ) {
    for (const entry of journal.restored('answer')) this.remember(entry.id, entry.value as Answer);
  }

  /** Returns the stored response. If there is none, the key is reserved until `keep` or `release`. */
  take(key: string, request: string, now: number): Answer | undefined {
    this.forget(now);
    const answer = this.answers.get(key);
    if (answer?.request === digest(request)) return answer;
    if (answer) throw otherRequest();
    if (this.inFlight.has(key)) throw keyInUse();
    this.inFlight.add(key);
    return undefined;
  }

  keep(key: string, answer: Answer): Entry {
    this.inFlight.delete(key);
    this.remember(key, answer);
    return { kind: 'answer', id: key, value: answer };
  }

  release(key: string): void {
    this.inFlight.delete(key);
  }

  private remember(key: string, answer: Answer): void {
    this.answers.set(key, { ...answer, request: digest(answer.request) });
    this.bytes += answer.body.length;
    for (const [oldest, { body }] of this.answers) {
      if (this.bytes <= this.limits.bytes) return;
      this.drop(oldest, body);
    }
  }

  // The map is in order of time, so the search ends at the first response that is young enough.
  private forget(now: number): void {
    for (const [key, { at, body }] of this.answers) {
      if (at > now - keptFor) return;
      this.drop(key, body);
    }
  }

  private drop(key: string, body: string): void {
    this.answers.delete(key);
    this.bytes -= body.length;
  }
}

function otherRequest(): StripeError {
  const message =
    'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
    'Try using a different key if you meant to execute a different request.';
  return new StripeError(400, { type: 'idempotency_error', message }, 'undecided');
}

function keyInUse(): StripeError {
  const message = 'There is currently another in-progress request using this idempotency key.';
  return new StripeError(
    409,
    { type: 'idempotency_error', code: 'idempotency_key_in_use', message },
    'undecided',
  );
}
