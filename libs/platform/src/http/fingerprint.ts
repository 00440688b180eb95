import { hash } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import canonicalize from 'canonicalize';
import type { FastifyRequest } from 'fastify';
import { platformErrors } from './platform.errors.js';
import { queriesOf } from './route-queries.js';

type Hashed = Pick<FastifyRequest, 'url' | 'params' | 'query' | 'body'>;

/** Marks fingerprints of this form. Rows of an earlier release have none, and no hash contains a colon. */
const VERSION = 'v2:';

/**
 * Hash of what a request means: of its parameters in the path, its query as the route reads it, and its body as canonical JSON (RFC 8785).
 * Member order, escapes, and parameters that repeat a default do not change it.
 */
export function fingerprintOf({ params, body }: Hashed, query: unknown): string {
  const meaning = canonical({ params, query, body: body ?? null });
  return VERSION + hash('sha256', meaning ?? '', 'base64url');
}

/** Canonical JSON. Throws BAD_JSON for a number that JSON can write and no double can hold, such as 1e400. */
function canonical(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch {
    throw new DomainError(
      platformErrors.BAD_JSON,
      'The body contains a number that is too large, such as 1e400.',
    );
  }
}

/** Whether a stored fingerprint is that of the request, as the releases before this form computed it. */
export function isFormerFingerprintOf(stored: string, { url, body }: Hashed): boolean {
  if (stored.startsWith(VERSION)) return false;
  return stored === hash('sha256', url + JSON.stringify(body ?? null), 'base64url');
}

interface Schema {
  readonly '~standard': { validate(value: unknown): Validated | Promise<Validated> };
}
interface Validated {
  readonly value?: unknown;
  readonly issues?: readonly unknown[] | undefined;
}

/** The query as the route's schema reads it, with defaults; empty if the route reads none. */
export function queryOf(execution: ExecutionContext, query: unknown): unknown {
  const [found] = queriesOf(execution.getHandler(), execution.getClass());
  if (!found) return {};
  const read = (found.schema as Schema | undefined)?.['~standard'].validate(query);
  // A query that is refused later never gets a stored response.
  return read === undefined || read instanceof Promise || read.issues ? query : read.value;
}
