import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Act, type Context, DomainError } from '@waybill/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../identity/claims.js';
import { uuids } from '../runtime/uuids.js';
import type { RouteAccess } from './access.js';
import { fingerprintOf, isFormerFingerprintOf } from './fingerprint.js';
import { platformErrors } from './platform.errors.js';
import { preconditionsOf } from './preconditions.js';
import { storedHeader } from './text.js';

export interface Traced {
  correlationId: string;
  traceparent: string;
}

/** Why a request was refused. */
export interface Refusal {
  readonly code: string;
  /** For 401 and 403. */
  readonly reason?: string;
}

export type Request = FastifyRequest & {
  principal: Principal;
  traced: Traced;
  /** Of its route; undefined before the guards, and where no route of the service takes it. */
  access?: RouteAccess;
  refusal?: Refusal;
  /** If the caller acts as an admin or operator. */
  act?: Act | undefined;
};

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Uses or creates the correlation id and W3C trace of a request, and returns the id in the response. */
export function traceRequest(request: FastifyRequest, reply: FastifyReply): void {
  const given = request.headers['x-correlation-id'];
  const correlationId = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : uuids.next();
  const parent = request.headers['traceparent'];
  const traceparent =
    typeof parent === 'string' && TRACEPARENT.test(parent)
      ? parent
      : `00-${randomHex()}-${randomHex().slice(16)}-01`;
  (request as Request).traced = { correlationId, traceparent };
  reply.header('x-correlation-id', correlationId);
}

/** Header of a replayed response to the same Idempotency-Key. */
export const REPLAYED = 'idempotent-replayed';

/** The form of an Idempotency-Key. */
export const KEY_PATTERN = '^[!-~]{1,255}$';
const KEY = new RegExp(KEY_PATTERN);

/** What a route knows of its request. */
export interface RouteRequest {
  readonly requireKey: boolean;
  /** The query as the route reads it. */
  readonly query: unknown;
}

/** The context of a request's command. Throws IDEMPOTENCY_KEY_MISSING and IDEMPOTENCY_KEY_INVALID. */
export function contextOf(
  request: Request,
  reply: FastifyReply,
  { requireKey, query }: RouteRequest,
): Context {
  const { subject, tenant } = request.principal;
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  const context = {
    messageId: uuids.next(),
    consumer: 'http',
    userId: subject,
    tenant,
    // The lines of a feed may fill whole batches.
    awaited: request.body instanceof Readable ? undefined : (true as const),
    origin: { ip: request.ip, userAgent: storedHeader(request.headers['user-agent'], 500) },
    act: request.act,
    preconditions: preconditionsOf(request.headers),
    ...request.traced,
  };
  const key = request.headers['idempotency-key'];
  // A feed has no key; each of its lines has one.
  if ((key === undefined && !requireKey) || request.body instanceof Readable) return context;
  if (typeof key !== 'string' || !KEY.test(key)) throw badKey(key);
  const fingerprint = fingerprintOf(request, query);
  return {
    ...context,
    idempotency: {
      scope: scopeOf(tenant, subject, route, key),
      fingerprint,
      isFingerprint: (stored) => stored === fingerprint || isFormerFingerprintOf(stored, request),
      onReplay: () => void reply.header(REPLAYED, 'true'),
    },
  };
}

/** Node joins headers that are sent twice with a comma and a space. */
function badKey(key: string | string[] | undefined): DomainError {
  return key === undefined
    ? new DomainError(
        platformErrors.IDEMPOTENCY_KEY_MISSING,
        'Send an Idempotency-Key header, such as a random UUID.',
      )
    : new DomainError(
        platformErrors.IDEMPOTENCY_KEY_INVALID,
        'Send one Idempotency-Key header of 1 to 255 visible ASCII characters without blanks, such as a random UUID.',
      );
}

/** 32 hex digits. randomUUID is fast, because Node caches its random bytes. */
function randomHex(): string {
  return randomUUID().replaceAll('-', '');
}

/**
 * A `|` in the key is encoded. Tenants and routes contain none, so the scope has one reading, although a subject may contain `|`: the key is
 * what follows the last one.
 */
export function scopeOf(tenant: string, subject: string, route: string, key: string): string {
  return [tenant, subject, route, key.replace(/[%|]/g, encodeURIComponent)].join('|');
}
