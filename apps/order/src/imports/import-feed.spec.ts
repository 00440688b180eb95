import { describe, expect, it } from '@jest/globals';
import { DomainError, sleep, systemTimers } from '@waybill/kernel';
import { refusal } from '@waybill/testing';
import { Unavailable } from '@waybill/unit-of-work';
import { AT_ONCE, type Importer, MOST_LINES, importFeed } from './import-feed.js';
import type { MarketplaceOrder } from './marketplace-order.js';

const order = (externalId: string) => ({ externalId }) as MarketplaceOrder;
const importer = (changes: Partial<Importer> = {}): Importer => ({
  translate: (line) => ({ externalId: line, order: order(line) }),
  place: ({ externalId }) => Promise.resolve({ orderId: `order of ${externalId}`, outcome: 'placed' }),
  stopping: () => false,
  report: () => undefined,
  ...changes,
});

/** A feed of these chunks, which counts how many were read. */
function feed(...chunks: readonly string[]) {
  const asked = { chunks: 0 };
  return {
    asked,
    async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
      for (const chunk of chunks) {
        asked.chunks++;
        yield await Promise.resolve(Buffer.from(chunk));
      }
    },
  };
}

async function answers(chunks: AsyncIterable<Buffer>, changes: Partial<Importer> = {}) {
  const all: object[] = [];
  for await (const answer of importFeed(chunks, importer(changes))) all.push(answer);
  return all;
}

describe('a feed', () => {
  it('is answered line by line, and reported at the end', async () => {
    const refuse = ({ externalId }: MarketplaceOrder) =>
      externalId === 'b'
        ? Promise.reject(new DomainError(refusal('UNKNOWN_SKU'), 'the catalog has no product X'))
        : importer().place(order(externalId));
    expect(await answers(feed('a\nb\n\nc'), { place: refuse })).toEqual([
      { line: 1, externalId: 'a', outcome: 'placed', orderId: 'order of a' },
      {
        line: 2,
        externalId: 'b',
        outcome: 'refused',
        problem: {
          code: 'UNKNOWN_SKU',
          detail: 'the catalog has no product X',
          advice: 'list the product in the catalog, or correct the listing’s seller_sku',
        },
      },
      { line: 4, externalId: 'c', outcome: 'placed', orderId: 'order of c' },
      { complete: true, placed: 2, known: 0, refused: 1 },
    ]);
  });

  it('is read no faster than its orders are placed', async () => {
    const chunks = feed(...Array.from({ length: 50 }, () => 'x\n'.repeat(AT_ONCE)));
    let placing = 0;
    let most = 0;
    const place = async (sold: MarketplaceOrder) => {
      most = Math.max(most, ++placing);
      await sleep(systemTimers, 0);
      placing--;
      return importer().place(sold);
    };
    const results = importFeed(chunks, importer({ place }));
    for (let line = 0; line < 10 * AT_ONCE; line++) await results.next();
    expect({ most, ...chunks.asked }).toEqual({ most: AT_ONCE, chunks: 10 });
  });

  it('ends behind its last line that is allowed, and says so', async () => {
    const all = await answers(feed('x\n'.repeat(MOST_LINES - 1), 'x\nx\nx\n'));
    expect(all).toHaveLength(MOST_LINES + 1);
    expect(all.at(-1)).toMatchObject({
      complete: false,
      placed: MOST_LINES,
      problem: { code: 'FEED_TOO_LONG' },
    });
  });

  it('may have as many lines as are allowed', async () => {
    const all = await answers(feed('x\n'.repeat(MOST_LINES)));
    expect(all.at(-1)).toEqual({ complete: true, placed: MOST_LINES, known: 0, refused: 0 });
  });

  it('ends where the database does not answer: the lines behind would only wait', async () => {
    const place = () => Promise.reject(new Unavailable('no'));
    const chunks = feed('a\n', 'b\n');
    expect((await answers(chunks, { place })).at(-1)).toMatchObject({
      complete: false,
      refused: 1,
      problem: { code: 'UNAVAILABLE' },
    });
    expect(chunks.asked).toEqual({ chunks: 1 });
  });

  it('ends where the service is being stopped', async () => {
    let placed = 0;
    const place = (sold: MarketplaceOrder) => (placed++, importer().place(sold));
    const all = await answers(feed('a\n', 'b\n'), { place, stopping: () => placed === 1 });
    expect(all.at(-1)).toMatchObject({ complete: false, placed: 1, problem: { code: 'STOPPING' } });
  });

  it('tells the log of our own mistakes, not the caller, and goes on', async () => {
    const mistake = new TypeError('x is not a function');
    const reported: unknown[] = [];
    const place = (sold: MarketplaceOrder) =>
      sold.externalId === 'a' ? Promise.reject(mistake) : importer().place(sold);
    const all = await answers(feed('a\nb\n'), { place, report: (error) => void reported.push(error) });
    expect(all).toMatchObject([
      { line: 1, problem: { code: 'INTERNAL', detail: 'something went wrong here' } },
      { line: 2, outcome: 'placed' },
      { complete: true },
    ]);
    expect(reported).toEqual([mistake]);
  });
});
