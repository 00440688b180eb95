import { DomainError, isText } from '@waybill/kernel';
import type { FastifyInstance } from 'fastify';
import { platformErrors } from './platform.errors.js';

/** Longer URLs are refused. Node refuses those that do not fit into 16 KiB with the headers. */
const MOST_URL = 8_192;
/** Longest value of a path parameter, in characters. */
export const MOST_PARAMETER = 500;

export const badText = (what: string): DomainError =>
  new DomainError(
    platformErrors.BAD_TEXT,
    `${what} contains text that is not valid Unicode in UTF-8, or the character U+0000.`,
  );

/**
 * The router refuses URLs that it cannot decode, and long path parameters, before any hook: without tracing, log and CORS. It gets URLs that it
 * can decode, and `refuseBadUrls` refuses them.
 */
export const ROUTED = {
  rewriteUrl: ({ url = '' }: { readonly url?: string | undefined }): string =>
    decoded(url) === undefined ? url.replaceAll('%', '%25') : url,
  // Longer than any URL that Node reads.
  routerOptions: { maxParamLength: 65_536 },
};

/** Refuses URLs that are too long, or whose path or query is not text. Escapes in them are UTF-8 (RFC 3986). */
export function refuseBadUrls(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _, done) => {
    const { originalUrl: url, params } = request;
    const text = decoded(url);
    if (url.length > MOST_URL) done(tooLong(`The URL has ${url.length} characters; at most ${MOST_URL}`));
    else if (text === undefined || !isText(text)) done(badText('The URL'));
    else if (Object.values(params as object).some(isTooLong))
      done(tooLong(`A part of the path is too long; at most ${MOST_PARAMETER} characters`));
    else done();
  });
}

const tooLong = (what: string): DomainError =>
  new DomainError(platformErrors.URL_TOO_LONG, `${what} are allowed.`);

/** Counts characters as JSON Schema does. */
const isTooLong = (parameter: string): boolean =>
  parameter.length > MOST_PARAMETER && [...parameter].length > MOST_PARAMETER;

/** Undefined for what is no URL. */
function decoded(url: string): string | undefined {
  if (!url.includes('%')) return url;
  try {
    return decodeURIComponent(url);
  } catch {
    return undefined;
  }
}

/** A header as it is stored. Node decodes its bytes as Latin-1, in which some are control characters. */
export function storedHeader(value: string | undefined, most: number): string {
  return (value ?? '').replace(/\p{Cc}/gu, '?').slice(0, most);
}
