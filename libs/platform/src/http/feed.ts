import { Readable } from 'node:stream';
import { type ExecutionContext, applyDecorators, createParamDecorator } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiProduces } from '@nestjs/swagger';
import { DomainError } from '@waybill/kernel';
import type { FastifyInstance } from 'fastify';
import { badEncoding, decompressedStream, isZlibError } from './decompression.js';
import { NDJSON } from './media-types.js';
import { platformErrors } from './platform.errors.js';
import type { Request } from './request-context.js';

/** A line of a feed, numbered from 1; `problem` explains a missing text. */
export type FeedLine = { readonly number: number } & (
  | { readonly text: string; readonly problem?: never }
  | { readonly problem: 'LINE_TOO_LONG' | 'LINE_NOT_UTF8'; readonly text?: never }
);

/** The route takes a feed: an NDJSON body that the handler reads as a stream. */
export const TakesFeed = (example: string) =>
  applyDecorators(
    RouteConfig({ feed: true }),
    ApiConsumes(NDJSON),
    ApiProduces(NDJSON),
    ApiBody({ schema: { type: 'string', description: 'One JSON object per line', example } }),
  );

/** Route argument: the feed of a route with `TakesFeed`, in chunks. Unread chunks are discarded. */
export const Feed = createParamDecorator((_: unknown, execution: ExecutionContext): AsyncIterable<Buffer> => {
  const request = execution.switchToHttp().getRequest<Request>();
  const { body } = request;
  if (body instanceof Readable) return chunksOf(request, body);
  throw new DomainError(platformErrors.UNSUPPORTED_MEDIA_TYPE, `Send the feed as ${NDJSON}.`);
});

/** Hands NDJSON bodies over unread. Only routes with `TakesFeed` accept them. */
export function acceptFeeds(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));
}

async function* chunksOf(request: Request, body: Readable): AsyncGenerator<Buffer> {
  const decoded = decompressedStream(request, body);
  try {
    // Keeps the connection open, because the response is not sent yet.
    yield* decoded.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw isZlibError(error) ? badEncoding(request, error) : error;
  } finally {
    if (decoded !== body) decoded.destroy();
    body.unpipe().resume();
  }
}

/** Splits chunks into lines, and yields the complete lines of each chunk. Lines longer than `mostBytes` are LINE_TOO_LONG. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<FeedLine[]> {
  let number = 0;
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length > mostBytes) parts = [];
    else parts.push(part);
  };
  const take = (): FeedLine => {
    const line = length > mostBytes ? ({ problem: 'LINE_TOO_LONG' } as const) : decoded(Buffer.concat(parts));
    [parts, length] = [[], 0];
    return { number: ++number, ...line };
  };
  for await (const chunk of chunks) {
    const lines: FeedLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      add(chunk.subarray(start, end));
      lines.push(take());
      start = end + 1;
    }
    add(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [take()];
}

function decoded(bytes: Buffer): { text: string } | { problem: 'LINE_NOT_UTF8' } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim() };
  } catch {
    return { problem: 'LINE_NOT_UTF8' };
  }
}
