import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { invalidInput } from './problem.js';

const refusal = (schema: z.ZodType, input: unknown) => invalidInput(schema.safeParse(input).error!.issues);

describe('the problem of invalid input', () => {
  it('names a field that the schema does not define', () => {
    const { code, errors } = refusal(z.strictObject({}), { a: 1 });
    const detail = 'Unrecognized key: "a"';
    expect({ code, errors }).toEqual({
      code: 'UNKNOWN_FIELD',
      errors: [{ pointer: '', code: 'UNKNOWN_FIELD', detail }],
    });
  });

  it('names the first ten of many, each shortened', () => {
    const keys = Array.from({ length: 5_000 }, (_, nr) => `${nr}${'x'.repeat(500)}`);
    const { message } = refusal(z.strictObject({}), Object.fromEntries(keys.map((key) => [key, 1])));
    expect(message).toMatch(/^Unrecognized keys: "0x+…", ("\dx+…", ){8}"9x+…" and 4990 more$/);
    expect(message.length).toBeLessThan(1_200);
  });

  it('shortens pointers and details', () => {
    const key = 'k'.repeat(5_000);
    const schema = z.record(z.string(), z.number({ error: 'd'.repeat(5_000) }));
    const [error] = refusal(schema, { [key]: 'text' }).errors;
    expect([error!.pointer.length, error!.detail.length]).toEqual([102, 1_001]);
  });
});
