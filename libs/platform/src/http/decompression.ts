import type { Readable, Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { DomainError } from '@waybill/kernel';
import type { FastifyRequest } from 'fastify';
import { platformErrors } from './platform.errors.js';

type Done = (error: Error | null, body: Buffer) => void;
interface Decoder {
  whole(body: Buffer, maxOutputLength: number, done: Done): void;
  stream(): Transform;
}

const GZIP: Decoder = {
  whole: (body, maxOutputLength, done) => zlib.gunzip(body, { maxOutputLength }, done),
  stream: () => zlib.createGunzip(),
};
/** The window of 8 MiB that RFC 9659 allows in HTTP. A frame may ask for 128 MiB of memory otherwise, whatever its size. */
const ZSTD = () => ({ params: { [zlib.constants.ZSTD_d_windowLogMax]: 23 } });

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: GZIP,
  'x-gzip': GZIP,
  deflate: {
    whole: (body, maxOutputLength, done) => zlib.inflate(body, { maxOutputLength }, done),
    stream: () => zlib.createInflate(),
  },
  br: {
    whole: (body, maxOutputLength, done) => zlib.brotliDecompress(body, { maxOutputLength }, done),
    stream: () => zlib.createBrotliDecompress(),
  },
  // Node 20 has no zstd.
  ...('zstdDecompress' in zlib && {
    zstd: {
      whole: (body: Buffer, maxOutputLength: number, done: Done) =>
        zlib.zstdDecompress(body, { ...ZSTD(), maxOutputLength }, done),
      stream: () => zlib.createZstdDecompress(ZSTD()),
    },
  }),
};

/** Values of Content-Encoding that are read. */
export const ENCODINGS: readonly string[] = ['identity', ...Object.keys(DECODERS)];

/** The Content-Encoding of a request, in lower case. */
const encodingOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string =>
  (headers['content-encoding'] ?? 'identity').trim().toLowerCase();

/** Throws UNSUPPORTED_MEDIA_TYPE. */
function decoderOf(request: FastifyRequest): Decoder | undefined {
  const encoding = encodingOf(request);
  if (encoding === 'identity') return undefined;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (decoder) return decoder;
  throw new DomainError(
    platformErrors.UNSUPPORTED_MEDIA_TYPE,
    `Send the body as it is, or with the Content-Encoding ${Object.keys(DECODERS).join(', ')}, not ${encoding}.`,
  );
}

/**
 * Decompresses the body of a request, up to the body limit of its route: what is longer is not decompressed to its end, and is
 * BODY_TOO_LARGE. The server has compared the compressed bytes with the same limit.
 */
export function decompressBody(request: FastifyRequest, body: Buffer, done: Done): void {
  const decoder = decoderOf(request);
  if (!decoder) return done(null, body);
  const { bodyLimit = body.length } = request.routeOptions;
  decoder.whole(body, bodyLimit, (error, decoded) => {
    if (!error) done(null, decoded);
    else if (zlibCodeOf(error) === 'ERR_BUFFER_TOO_LARGE')
      done(
        new DomainError(platformErrors.BODY_TOO_LARGE, `The body has more than ${bodyLimit} bytes.`),
        body,
      );
    else done(badEncoding(request, error), body);
  });
}

/** Refuses encodings that are not read. Throws UNSUPPORTED_MEDIA_TYPE. */
export const requireEncoding = (request: FastifyRequest): void => void decoderOf(request);

/** The body as a stream that decompresses as fast as it is read. Throws UNSUPPORTED_MEDIA_TYPE. */
export function decompressedStream(request: FastifyRequest, body: Readable): Readable {
  const stream = decoderOf(request)?.stream();
  if (!stream) return body;
  // Its reader gets the error, too. Without a reader, it would end the process.
  stream.on('error', () => undefined);
  // Not a pipeline, which would close the connection together with the stream.
  body.pipe(stream);
  const abort = (): void => void stream.destroy(body.errored ?? new Error('The connection was closed.'));
  body.once('error', abort).once('close', () => {
    if (!body.readableEnded) abort();
  });
  return stream;
}

/** An error of zlib, for a body that is damaged or in another encoding. */
export const isZlibError = (error: unknown): boolean =>
  /^(Z_|ZSTD_|ERR__|ERR_(BROTLI|ZSTD)_)/.test(zlibCodeOf(error));

const zlibCodeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

export const badEncoding = (request: FastifyRequest, cause: unknown): DomainError =>
  new DomainError(
    platformErrors.BAD_ENCODING,
    `The body is not valid ${encodingOf(request)}: ${(cause as Error).message}.`,
  );

/** A signature covers the body as it was sent. Throws UNSUPPORTED_MEDIA_TYPE. */
export function refuseEncoded(request: FastifyRequest): void {
  if (encodingOf(request) === 'identity') return;
  throw new DomainError(
    platformErrors.UNSUPPORTED_MEDIA_TYPE,
    'Send a signed body without Content-Encoding.',
  );
}
