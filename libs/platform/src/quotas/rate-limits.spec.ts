import { afterEach, describe, expect, it } from '@jest/globals';
import { codeOf, systemTimers } from '@waybill/kernel';
import { RedisCounters } from '@waybill/messaging';
import { type FastifyInstance, fastify } from 'fastify';
import type { Request } from '../http/request-context.js';
import { RateLimits } from './rate-limits.js';
import type { Counted, SharedCounters } from './shared-counters.js';

/** Set by `npm run test:brokers`. */
const { WAYBILL_TEST_REDIS: redis } = process.env;
const RATES = { RATE_LIMIT_SUBJECT: 3, RATE_LIMIT_TENANT: 0, RATE_LIMIT_ADDRESS: 0 };

/** Counters of this process, for services that share it. */
class CountersInMemory implements SharedCounters {
  private readonly counts = new Map<string, number>();

  increment(name: string, windowMs: number): Promise<Counted> {
    const current = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, current);
    return Promise.resolve({ current, ttl: windowMs });
  }
}

describe('rate limits', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** An instance of a service; returns the outcome of a request of the subject. */
  async function instance(shared?: SharedCounters): Promise<(subject: string) => Promise<string>> {
    const service: FastifyInstance = fastify();
    closing.push(() => service.close());
    const limits = new RateLimits(RATES, shared);
    await limits.register(service);
    return (subject) => {
      const request = { principal: { tenant: 'default', subject }, routeOptions: { config: {} } };
      return limits.count(request as Request).then(() => 'accepted', codeOf);
    };
  }

  const inRedis = async (url: string): Promise<SharedCounters> => {
    const prefix = `test:${crypto.randomUUID()}:`;
    const counters = new RedisCounters({ url, prefix, timers: systemTimers, onError: () => undefined });
    closing.push(() => counters.stop());
    await counters.start();
    return counters;
  };

  it.each([
    ['in memory', () => Promise.resolve(new CountersInMemory())],
    ...(redis === undefined ? [] : [['in Redis', () => inRedis(redis)] as const]),
  ])('count for all instances that share counters %s', async (_, counters) => {
    const shared = await counters();
    const [one, other] = [await instance(shared), await instance(shared)];
    const ada = [
      await one('ada'),
      await other('ada'),
      await one('ada'),
      await other('ada'),
      await one('ada'),
    ];
    expect(ada).toEqual(['accepted', 'accepted', 'accepted', 'RATE_LIMITED', 'RATE_LIMITED']);
    expect(await one('ben')).toBe('accepted');
  });

  it('count for each instance without shared counters', async () => {
    const [one, other] = [await instance(), await instance()];
    const ada = [await one('ada'), await one('ada'), await one('ada'), await one('ada'), await other('ada')];
    expect(ada).toEqual(['accepted', 'accepted', 'accepted', 'RATE_LIMITED', 'accepted']);
  });

  it('limit nobody while the counters are away', async () => {
    const count = await instance({ increment: () => Promise.reject(new Error('no Redis')) });
    const outcomes = [];
    for (let nr = 0; nr < 5; nr++) outcomes.push(await count('ada'));
    expect(new Set(outcomes)).toEqual(new Set(['accepted']));
  });
});
