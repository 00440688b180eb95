import { describe, expect, it } from '@jest/globals';
import { boundedJson } from './bounded-json.js';

const MOST = 10;

/** A body in chunks, with the number of those that were taken and whether it was closed. */
function bodyOf(...chunks: string[]) {
  const seen = { taken: 0, closed: false };
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of chunks) {
        seen.taken++;
        yield await Promise.resolve(Buffer.from(chunk));
      }
    } finally {
      seen.closed = true;
    }
  }
  return { body: body(), seen };
}

describe('the JSON of a response', () => {
  it.each([
    ['in one chunk', ['{"a":"ü"}'], { a: 'ü' }],
    ['in chunks that cut characters', ['[1', '2,3', ']'], [12, 3]],
    ['of exactly as many bytes as are allowed', ['"', '12345678', '"'], '12345678'],
    ['that is none', ['<html>'], undefined],
    ['that is cut off', ['{"a":'], undefined],
    ['that is empty', [], undefined],
  ])('%s', async (_, chunks, value) => {
    expect(await boundedJson(bodyOf(...chunks).body, MOST)).toEqual(value);
  });

  it('is undefined without a body', async () => {
    expect(await boundedJson(null, MOST)).toBeUndefined();
  });

  it('with more bytes is not read to its end', async () => {
    const { body, seen } = bodyOf('"12345', '67890', 'more', 'more');
    await expect(boundedJson(body, MOST)).rejects.toThrow('the response is larger than 10 bytes');
    expect(seen).toEqual({ taken: 2, closed: true });
  });
});
