import { describe, expect, it } from '@jest/globals';
import { type OutboxMode, SLOT_WARNING_BYTES, slotProblem } from './slot-problem.js';
import type { SlotState } from './slot.js';

const well: SlotState = { active: true, bytes: 0, status: 'reserved' };

describe('the guard of the WAL', () => {
  it.each<[OutboxMode, SlotState | undefined]>([
    ['polling', undefined],
    ['polling', well],
    ['replication', well],
    ['replication', { ...well, active: false, bytes: SLOT_WARNING_BYTES - 1 }],
    ['off', { ...well, status: 'extended' }],
  ])('is content: %s, %j', (mode, state) => {
    expect(slotProblem(mode, 'shop_outbox', state)).toBe(undefined);
  });

  it.each<[string, OutboxMode, SlotState | undefined]>([
    ['keeps WAL for nobody; drop it', 'polling', { ...well, active: false }],
    ['published by nobody, ever', 'off', undefined],
    [
      'keeps 512 MB of WAL: its reader does not keep up',
      'replication',
      { ...well, bytes: SLOT_WARNING_BYTES },
    ],
    ['keeps 512 MB of WAL: nobody reads it', 'off', { ...well, active: false, bytes: SLOT_WARNING_BYTES }],
    [
      'is about to be lost: it keeps 3 MB',
      'replication',
      { ...well, status: 'unreserved', bytes: 3 * 1024 ** 2 },
    ],
    ['messages are gone', 'replication', { ...well, status: 'lost' }],
  ])('says: %s', (words, mode, state) => {
    expect(slotProblem(mode, 'shop_outbox', state)).toContain(words);
  });
});
