import { DomainError, codeOf } from '@waybill/kernel';
import { type FeedLine, InvalidInput, linesOf, unstorableIn } from '@waybill/platform';
import { Unavailable } from '@waybill/unit-of-work';
import { z } from 'zod';
import { adviceFor } from './advice.js';
import type { Imported } from './import-order.js';
import type { MarketplaceOrder, Translation } from './marketplace-order.js';
import { importErrors } from './import.errors.js';

export const MOST_LINES = 50_000;
export const MOST_LINE_BYTES = 256 * 1024;
/**
 * Maximum number of lines that are processed at the same time, about one batch of the unit of work. It limits the memory that a feed needs.
 */
export const AT_ONCE = 200;

const problem = z
  .object({
    code: z.string(),
    detail: z.string(),
    advice: z.string().meta({ description: 'What to do about the problem' }),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'ImportProblem' });
const result = z
  .object({
    line: z.int().meta({ description: 'Line number in the feed, starting at 1' }),
    externalId: z.string().optional(),
    outcome: z.enum(['placed', 'known', 'refused']).meta({
      description: '`known`: an earlier import placed the order',
    }),
    orderId: z.string().optional(),
    problem: problem.optional(),
  })
  .meta({
    id: 'ImportResult',
    example: {
      line: 1,
      externalId: 'BZ-1001',
      outcome: 'placed',
      orderId: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
    },
  });
const report = z
  .object({
    complete: z.boolean().meta({
      description:
        '`false`: the import stopped early. Send the feed again; orders already placed are reported as `known`',
    }),
    placed: z.int(),
    known: z.int(),
    refused: z.int(),
    problem: problem.optional(),
  })
  .meta({ id: 'ImportReport', example: { complete: true, placed: 1, known: 0, refused: 0 } });
/** One line of the response: a result for each line of the feed, in order, and at the end the report. */
export const importAnswer = z.union([result, report]);

type Problem = z.infer<typeof problem>;
type Result = z.infer<typeof result>;
type Report = z.infer<typeof report>;

export interface Importer {
  translate(line: string): Translation;
  place(order: MarketplaceOrder): Promise<Imported>;
  /** True when the service is shutting down. */
  stopping(): boolean;
  /** Reports unexpected errors. */
  report(error: unknown): void;
}

/** Places the orders of a feed while it is being received. A line that cannot be placed does not stop the others. */
export async function* importFeed(
  chunks: AsyncIterable<Buffer>,
  importer: Importer,
): AsyncGenerator<Result | Report> {
  const counts = { placed: 0, known: 0, refused: 0 };
  try {
    for await (const lines of linesOf(chunks, MOST_LINE_BYTES)) {
      const allowed = lines.filter(({ number }) => number <= MOST_LINES);
      for (let start = 0; start < allowed.length; start += AT_ONCE) {
        if (importer.stopping()) throw new DomainError(importErrors.STOPPING, 'the service is shutting down');
        const some = allowed.slice(start, start + AT_ONCE).filter(({ text }) => text !== '');
        const results = await Promise.all(some.map((line) => resultOf(line, importer)));
        for (const { outcome } of results) counts[outcome]++;
        yield* results;
        if (results.some((one) => one.problem?.code === 'UNAVAILABLE'))
          throw new Unavailable('the database is not available');
      }
      if (allowed.length < lines.length)
        throw new DomainError(importErrors.FEED_TOO_LONG, `a feed has at most ${MOST_LINES} lines`);
    }
    yield { complete: true, ...counts };
  } catch (error) {
    // Also runs when the client disconnects; the report is then not delivered.
    yield { complete: false, ...counts, problem: problemOf(error) };
  }
}

async function resultOf(line: FeedLine, importer: Importer): Promise<Result> {
  const read: Translation = line.problem
    ? { refusal: new DomainError(importErrors[line.problem], UNREADABLE[line.problem]) }
    : importer.translate(line.text);
  const { externalId, order } = read;
  const about = { line: line.number, ...(externalId !== undefined && { externalId }) };
  try {
    if (!order) throw read.refusal;
    return { ...about, ...(await importer.place(order)) };
  } catch (error) {
    const known = error instanceof DomainError ? error.details['orderId'] : undefined;
    const orderId = typeof known === 'string' ? { orderId: known } : {};
    if (!isRefusal(error)) importer.report(error);
    return {
      ...about,
      outcome: 'refused',
      ...orderId,
      problem: problemOf(unstorableIn('The line', error) ?? error),
    };
  }
}

const UNREADABLE = {
  LINE_TOO_LONG: `a line has at most ${MOST_LINE_BYTES} bytes`,
  LINE_NOT_UTF8: 'the line is not UTF-8',
};

function isRefusal(error: unknown): boolean {
  return error instanceof DomainError || error instanceof InvalidInput || error instanceof Unavailable;
}

function problemOf(error: unknown): Problem {
  const code = isRefusal(error) ? codeOf(error) : 'INTERNAL';
  const detail = isRefusal(error) ? (error as Error).message : 'something went wrong here';
  const errors = error instanceof InvalidInput ? { errors: [...error.errors] } : {};
  return { code, detail, advice: adviceFor(code), ...errors };
}
