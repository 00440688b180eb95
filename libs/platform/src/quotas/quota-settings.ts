import { z } from 'zod';

const limit = z.coerce.number().int().min(0).max(10_000_000);

/** Settings that bound what one caller can use. */
export const quotaSettings = z.object({
  STREAMS_PER_SUBJECT: limit.default(50).meta({
    description:
      'Streams of server-sent events that one user may have open at the same time on each instance; 0 for any number. Beyond it, `TOO_MANY_STREAMS`',
  }),
  WAITS_PER_SUBJECT: limit.default(100).meta({
    description:
      'Requests with `Prefer: wait` that one user may have open at the same time on each instance; 0 for any number. Beyond it, `TOO_MANY_WAITS`',
  }),
});
