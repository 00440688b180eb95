import { z } from 'zod';

const at = z.iso.datetime();
const headers = z.record(z.string(), z.string());

const LETTER = {
  id: 'order.fulfilment/payment.events/2/4711',
  consumer: 'order.fulfilment',
  messageId: '01a1fd89-b0f2-7c60-9d0b-3d8f4c1e5a77',
  type: 'payment.authorized',
  topic: 'payment.events',
  partition: 2,
  offset: 4711,
  key: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
  attempts: 1,
  status: 'open',
  place: 0,
  redrives: 0,
  fingerprint: '9f2b6c1d',
  edited: false,
  errorCode: 'CONTRACT_BROKEN',
  errorMessage: 'amount must be an integer',
  firstAt: '2026-11-21T09:57:02.000Z',
  lastAt: '2026-11-21T09:57:02.000Z',
};
const letter = z.object({
  id: z.string().meta({ description: 'Contains slashes: URL-encode it in paths' }),
  consumer: z.string(),
  messageId: z.string().nullable().meta({ description: '`null` if the record is not a valid message' }),
  type: z.string().nullable(),
  topic: z.string(),
  partition: z.int(),
  offset: z.int(),
  key: z.string(),
  attempts: z.int(),
  status: z.enum(['open', 'redriven', 'discarded']),
  place: z.int().nullable().meta({ description: 'Position among the messages of its parked key' }),
  redrives: z.int(),
  fingerprint: z.string().meta({ description: 'Equal for dead letters with the same cause' }),
  edited: z.boolean(),
  errorCode: z.string(),
  errorMessage: z.string(),
  firstAt: at,
  lastAt: at,
});

export const letterPage = z
  .object({
    items: z.array(letter.meta({ id: 'DeadLetter', example: LETTER })),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeadLetterPage', example: { items: [LETTER], nextCursor: null } });

export const letterView = letter
  .extend({
    headers,
    value: z.string().nullable(),
    originalHeaders: headers
      .nullable()
      .meta({ description: 'Set if the dead letter was edited: the headers as received' }),
    originalValue: z.string().nullable(),
    errorStack: z.string(),
    log: z.array(
      z.object({
        at,
        actor: z.string(),
        tenant: z
          .string()
          .nullable()
          .meta({ description: 'Tenant of the actor’s token; `null` in entries of earlier releases' }),
        action: z.enum(['edited', 'redriven', 'redrive failed', 'discarded']),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({
    id: 'DeadLetterDetails',
    example: {
      ...LETTER,
      headers: { ce_type: 'payment.authorized' },
      value: '{"amount":"22.93"}',
      originalHeaders: null,
      originalValue: null,
      errorStack: 'DomainError: amount must be an integer',
      log: [],
    },
  });

export const letterGroupsView = z
  .object({
    items: z.array(
      z.object({
        fingerprint: z.string(),
        consumer: z.string(),
        type: z.string().nullable(),
        errorCode: z.string(),
        count: z.int(),
        open: z.int(),
        firstAt: at,
        lastAt: at,
        errorMessage: z.string(),
      }),
    ),
  })
  .meta({
    id: 'DeadLetterGroups',
    example: {
      items: [
        {
          fingerprint: '9f2b6c1d',
          consumer: 'order.fulfilment',
          type: 'payment.authorized',
          errorCode: 'CONTRACT_BROKEN',
          count: 3,
          open: 2,
          firstAt: '2026-11-21T09:57:02.000Z',
          lastAt: '2026-11-21T10:12:40.000Z',
          errorMessage: 'amount must be an integer',
        },
      ],
    },
  });

export const parkedKeysView = z
  .object({
    items: z.array(
      z.object({ consumer: z.string(), topic: z.string(), key: z.string(), waiting: z.int(), since: at }),
    ),
  })
  .meta({
    id: 'ParkedKeys',
    example: {
      items: [
        {
          consumer: 'order.fulfilment',
          topic: 'payment.events',
          key: LETTER.key,
          waiting: 1,
          since: '2026-11-21T09:57:02.000Z',
        },
      ],
    },
  });

const row = z.record(z.string(), z.unknown());
const planned = z
  .object({
    tables: z.array(
      z.object({ table: z.string(), inserts: z.array(row), updates: z.array(row), removals: z.array(row) }),
    ),
    messages: z.array(z.object({ topic: z.string(), key: z.string(), type: z.string(), data: z.unknown() })),
    effects: z.array(z.object({ kind: z.string(), key: z.string(), payload: z.unknown(), dueAt: at })),
  })
  .meta({ id: 'Planned' });

export const redriveView = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(['redriven', 'closed before', 'failed', 'rehearsed']),
        errorCode: z.string().optional(),
        errorMessage: z.string().optional(),
        planned: planned
          .optional()
          .meta({ description: 'With `dryRun`: what the handler would write and publish' }),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({
    id: 'Redrive',
    example: { items: [{ id: LETTER.id, outcome: 'redriven' }], nextCursor: null },
  });
