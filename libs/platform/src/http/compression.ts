import * as zlib from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRead } from './conditional.js';
import { addVary } from './vary.js';

/** Fewer bytes fit into one packet with or without compression. */
const LEAST_BYTES = 1_024;
const COMPRESSIBLE = /^(text\/(?!event-stream)|application\/(.+\+)?(json|javascript|xml)\b|image\/svg)/;

type Done = (error: Error | null, compressed: Buffer) => void;
/** The codings in our order: of those that a client likes equally, it gets the first. */
const CODINGS: Readonly<Record<string, (body: string | Buffer, done: Done) => void>> = {
  // Node 20 has no zstd.
  ...('zstdCompress' in zlib && { zstd: (body, done) => zlib.zstdCompress(body, done) }),
  br: (body, done) =>
    zlib.brotliCompress(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }, done),
  gzip: (body, done) => zlib.gzip(body, done),
};
const NAMES = [...Object.keys(CODINGS), 'identity'];

/**
 * Compresses the bodies of GET requests from 1 KiB on. Responses to other methods are small, and those that repeat what the caller sent
 * must not be compressed together with a secret (the BREACH attack). Streams are sent as they are: each part of them at once.
 *
 * A compressed body is another representation, so its strong ETag names the coding, too: `"3-gzip"` (RFC 9110, section 8.8.3.3). Requests
 * may use either: routes see the ETag of the version. Register it behind the hooks that set an ETag.
 */
export function compressResponses(fastify: FastifyInstance): void {
  const codedTags = new WeakMap<FastifyRequest, readonly string[]>();
  fastify.addHook('onRequest', (request, _, done) => {
    for (const name of ['if-match', 'if-none-match']) {
      const given = request.raw.headers[name];
      if (typeof given !== 'string' || !given.includes('-')) continue;
      request.raw.headers[name] = withoutCodings(given);
      if (name === 'if-none-match') codedTags.set(request, given.match(CODED_TAG) ?? []);
    }
    done();
  });
  fastify.addHook('onSend', (request, reply, payload: unknown, done) => {
    if (!isRead(request)) return done(null, payload);
    if (reply.statusCode === 304) keepCodedTag(reply, codedTags.get(request) ?? []);
    if (!isCompressible(reply, payload)) return done(null, payload);
    addVary(reply, 'Accept-Encoding');
    const coding = negotiate((request.headers['accept-encoding'] ?? '').toLowerCase(), NAMES) ?? 'identity';
    const compress = CODINGS[coding];
    if (!compress) return done(null, payload);
    compress(payload, (error, compressed) => {
      if (error) return done(error);
      void reply.header('content-encoding', coding).removeHeader('content-length');
      const etag = reply.getHeader('etag');
      if (typeof etag === 'string') void reply.header('etag', withCoding(etag, coding));
      done(null, compressed);
    });
  });
}

function isCompressible(reply: FastifyReply, payload: unknown): payload is string | Buffer {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return false;
  if (Buffer.byteLength(payload) < LEAST_BYTES || reply.hasHeader('content-encoding')) return false;
  return COMPRESSIBLE.test(String(reply.getHeader('content-type') ?? ''));
}

const CODED_TAG = /"[^"]*-(?:zstd|br|gzip)"/g;
const CODING = /-(?:zstd|br|gzip)"/g;

const withoutCodings = (tags: string): string => tags.replace(CODING, '"');

/** A weak ETag stands for all representations. */
const withCoding = (etag: string, coding: string): string =>
  etag.startsWith('W/') ? etag : etag.replace(/"$/, `-${coding}"`);

/** 304 names the representation that the client has. */
function keepCodedTag(reply: FastifyReply, tags: readonly string[]): void {
  addVary(reply, 'Accept-Encoding');
  const current = reply.getHeader('etag');
  const known = tags.find((tag) => withoutCodings(tag) === current);
  if (known !== undefined) void reply.header('etag', known);
}
