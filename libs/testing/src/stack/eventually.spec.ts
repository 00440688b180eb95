import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('returns the result of the first attempt that does not throw', async () => {
    let attempts = 0;
    const attempt = async (): Promise<number> => {
      attempts += 1;
      if (attempts < 3) throw new Error(`attempt ${attempts}`);
      return attempts;
    };
    expect(await eventually(attempt, { every: 1 })).toBe(3);
  });

  it('throws the last error after the timeout', async () => {
    let attempts = 0;
    const failed = eventually(() => Promise.reject(new Error(`attempt ${++attempts}`)), {
      within: 20,
      every: 1,
    });
    await expect(failed).rejects.toThrow(/^attempt \d+$/);
    await expect(failed).rejects.toThrow(`attempt ${attempts}`);
    expect(attempts).toBeGreaterThan(1);
  });
});
