import { z } from 'zod';

/** One domain event of the order, as it is stored. */
export const historyEntry = z
  .object({
    version: z.int(),
    type: z.string(),
    at: z.string(),
    data: z.record(z.string(), z.unknown()),
    userId: z.string().nullable(),
    correlationId: z.string(),
    causationId: z.string(),
  })
  .meta({
    id: 'HistoryEntry',
    example: {
      version: 6,
      type: 'order.cancellation-requested',
      at: '2026-11-21T10:02:13.401Z',
      data: { reason: 'Changed my mind', by: 'customer' },
      userId: 'ada',
      correlationId: 'f0c1cbb2-6c1b-4f0a-9a4d-2f1d7a3f8f5e',
      causationId: '01a1fd8e-73c4-7d2b-9b1d-2a0a8d0f6c11',
    },
  });
export type HistoryEntry = z.infer<typeof historyEntry>;
