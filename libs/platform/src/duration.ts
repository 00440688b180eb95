import { z } from 'zod';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A setting in milliseconds: from `1500`, `250ms`, `2s`, `1m`, `4h` or `3d`. */
export const duration = z
  .string()
  .regex(/^\d{1,9}(ms|s|m|h|d)?$/, 'must be a duration such as 250ms, 2s, 1m, 4h or 3d')
  .transform((text) => {
    const unit = text.replace(/\d+/, '') || 'ms';
    return Number.parseInt(text, 10) * UNITS[unit as keyof typeof UNITS];
  });
