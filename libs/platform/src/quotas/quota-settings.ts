import { z } from 'zod';

const limit = z.coerce.number().int().min(0).max(10_000_000);

/** Settings that bound what one caller can use. */
export const quotaSettings = z.object({
  RATE_LIMIT_SUBJECT: limit.default(6_000).meta({
    description:
      'Requests a minute of one user; 0 for any number. Beyond it, `RATE_LIMITED`. Each instance counts for itself, unless `RATE_LIMIT_REDIS_URL` is set',
  }),
  RATE_LIMIT_TENANT: limit.default(120_000).meta({
    description: 'Requests a minute of all users of one tenant; 0 for any number',
  }),
  RATE_LIMIT_ADDRESS: limit.default(600).meta({
    description:
      'Requests a minute of one client address without a valid token; 0 for any number. Beyond it they get `RATE_LIMITED` instead of 401; valid tokens are always accepted. IPv6 addresses count by their /64 network',
  }),
  RATE_LIMIT_REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .meta({
      description:
        'Redis that counts for all instances of a service together: `redis://user:password@host:6379`. While it is away, requests are not limited. Costs each request a round trip',
    }),
  STREAMS_PER_SUBJECT: limit.default(50).meta({
    description:
      'Streams of server-sent events that one user may have open at the same time on each instance; 0 for any number. Beyond it, `TOO_MANY_STREAMS`',
  }),
  WAITS_PER_SUBJECT: limit.default(100).meta({
    description:
      'Requests with `Prefer: wait` that one user may have open at the same time on each instance; 0 for any number. Beyond it, `TOO_MANY_WAITS`',
  }),
});
