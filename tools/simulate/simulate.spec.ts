import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Naive } from '@waybill/simulation';
import { run } from './run.js';
import { shrink } from './shrink.js';

const MANY_MS = 600_000;

describe('the simulator', () => {
  it(
    'gives the same trace for the same seed, and another for another',
    async () => {
      const hashes = [await run({ seed: 7 }), await run({ seed: 7 }), await run({ seed: 8 })].map(
        ({ hash }) => hash,
      );
      expect([hashes[0] === hashes[1], hashes[0] === hashes[2]]).toEqual([true, false]);
    },
    MANY_MS,
  );

  it(
    'lets at least twenty orders and ten faults happen, and comes to rest',
    async () => {
      const { orders, fired, violations } = await run({ seed: 9 });
      expect({ orders: orders >= 20, faults: fired.length >= 10, violations }).toEqual({
        orders: true,
        faults: true,
        violations: [],
      });
    },
    MANY_MS,
  );

  it.each(['choreographed', 'hybrid'] as const)(
    'comes to rest in the other modes too: %s',
    async (fulfilment) => {
      for (const seed of [11, 12, 13]) {
        const { orders, violations } = await run({ seed, fulfilment });
        expect({ seed, orders: orders >= 20, violations }).toEqual({ seed, orders: true, violations: [] });
      }
    },
    MANY_MS,
  );

  it.each<[Naive, RegExp]>([
    ['claims', /was handled twice/],
    ['locks', /^reserved of default/],
    ['gateway keys', /^the bank (still holds|kept|took)/],
    ['earlier messages', /overtook an earlier message/],
  ])(
    'finds out that the %s are missing',
    async (naive, finding) => {
      const found: string[] = [];
      for (let seed = 1; seed <= 30 && found.length === 0; seed++)
        found.push(...(await run({ seed, naive })).violations.filter((violation) => finding.test(violation)));
      expect(found[0]).toMatch(finding);
    },
    MANY_MS,
  );

  it(
    'shrinks a failure to less that still fails',
    async () => {
      const failed = await run({ seed: 1, naive: 'claims' });
      const least = await shrink(failed, 'claims');
      const sizeOf = ({ steps, fired }: typeof failed) => steps.length + fired.length;
      expect({ fails: least.violations.length > 0, smaller: sizeOf(least) < sizeOf(failed) / 4 }).toEqual({
        fails: true,
        smaller: true,
      });
    },
    MANY_MS,
  );
});
