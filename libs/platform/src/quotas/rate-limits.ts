import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import { DomainError, codeOf } from '@waybill/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { platformErrors } from '../http/platform.errors.js';
import type { Request } from '../http/request-context.js';
import type { CommonSettings } from '../settings.js';
import { type SharedCounters, storeOf } from './shared-counters.js';

const MINUTE = 60_000;
/** Callers whose counters are kept in memory; the longest unseen is forgotten first. */
const MOST_COUNTERS = 20_000;

const REFUSED = new Set<string>([platformErrors.TOKEN_MISSING.code, platformErrors.TOKEN_INVALID.code]);

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;
type Limits = Pick<CommonSettings, 'RATE_LIMIT_SUBJECT' | 'RATE_LIMIT_TENANT' | 'RATE_LIMIT_ADDRESS'>;

/** Limits requests per minute: those of a user, those of a tenant, and those of an address without a valid token. */
export class RateLimits {
  private subject: Limiter | undefined;
  private tenant: Limiter | undefined;
  private address: Limiter | undefined;

  constructor(
    private readonly limits: Limits,
    /** Undefined: each instance counts in memory. */
    private readonly shared?: SharedCounters,
  ) {}

  async register(fastify: FastifyInstance): Promise<void> {
    // A counter that cannot be reached limits nobody.
    const store = this.shared && { store: storeOf(this.shared) };
    await fastify.register(rateLimit, { global: false, skipOnError: true, ...store });
    const limiter = (max: number, keyGenerator: (request: FastifyRequest) => string): Limiter | undefined => {
      const options = { max, timeWindow: MINUTE, cache: MOST_COUNTERS, keyGenerator };
      return max > 0 ? fastify.createRateLimit(options) : undefined;
    };
    const { RATE_LIMIT_SUBJECT, RATE_LIMIT_TENANT, RATE_LIMIT_ADDRESS } = this.limits;
    const principalOf = (request: FastifyRequest) => (request as Request).principal;
    this.tenant = limiter(RATE_LIMIT_TENANT, (request) => `tenant ${principalOf(request).tenant}`);
    this.subject = limiter(RATE_LIMIT_SUBJECT, (request) => {
      const { tenant, subject } = principalOf(request);
      return `user ${tenant} ${subject}`;
    });
    this.address = limiter(RATE_LIMIT_ADDRESS, ({ ip }) => `address ${normalizeIP(ip)}`);
  }

  /** Counts a request with a valid token for its user and tenant. Throws RATE_LIMITED. */
  async count(request: Request): Promise<void> {
    await Promise.all([
      this.subject && refuseBeyond(this.subject(request), 'one user'),
      this.tenant && refuseBeyond(this.tenant(request), 'one tenant'),
    ]);
  }

  /**
   * Counts a request without a valid token for its address. Returns the error of its response: after too many, RATE_LIMITED. A valid token is
   * always accepted, because behind a proxy many users have one address.
   */
  async refusalOf(request: FastifyRequest, error: unknown): Promise<unknown> {
    if (!this.address || !REFUSED.has(codeOf(error))) return error;
    return refuseBeyond(this.address(request), 'one address without a valid token').then(
      () => error,
      (limited: unknown) => limited,
    );
  }
}

async function refuseBeyond(counting: ReturnType<Limiter>, whose: string): Promise<void> {
  const counted = await counting;
  if (counted.isAllowed || !counted.isExceeded) return;
  const { max, ttlInSeconds: retryAfter } = counted;
  throw new DomainError(
    platformErrors.RATE_LIMITED,
    `At most ${max} requests a minute of ${whose} are allowed. Retry in ${retryAfter} s.`,
    { retryAfter },
  );
}
