import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FeedLine, linesOf } from './feed.js';

/** Splits the bytes into chunks. The sizes are used in turn. */
function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const end = start + sizes[turn % sizes.length]!;
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function read(bytes: Buffer, sizes = [bytes.length || 1], most = 1_000): Promise<FeedLine[]> {
  const lines: FeedLine[] = [];
  for await (const some of linesOf(cut(bytes, sizes) as never, most)) lines.push(...some);
  return lines;
}

describe('the lines of a feed', () => {
  it('are the same for any chunking of the bytes', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll(/[\n\r]/g, '').trim());
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.constantFrom('\n', '\r\n'), sizes, async (texts, end, pieces) => {
        const bytes = Buffer.from(texts.map((line) => line + end).join(''));
        expect(await read(bytes, pieces)).toEqual(
          texts.map((line, index) => ({ number: index + 1, text: line })),
        );
      }),
    );
  });

  it('need no final line feed', async () => {
    expect(await read(Buffer.from('one\ntwo'))).toEqual([
      { number: 1, text: 'one' },
      { number: 2, text: 'two' },
    ]);
  });

  it('have a maximum length; a longer line is reported and the next ones are read', async () => {
    const bytes = Buffer.from(`${'x'.repeat(11)}\nok\n${'x'.repeat(10)}\n`);
    expect(await read(bytes, [3], 10)).toEqual([
      { number: 1, problem: 'LINE_TOO_LONG' },
      { number: 2, text: 'ok' },
      { number: 3, text: 'x'.repeat(10) },
    ]);
  });

  it('must be valid UTF-8', async () => {
    expect(await read(Buffer.from([0xc3, 0x28, 0x0a, 0x6f, 0x6b]))).toEqual([
      { number: 1, problem: 'LINE_NOT_UTF8' },
      { number: 2, text: 'ok' },
    ]);
  });
});
