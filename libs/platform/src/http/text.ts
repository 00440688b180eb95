import { DomainError, isText } from '@waybill/kernel';
import type { FastifyInstance } from 'fastify';
import { platformErrors } from './platform.errors.js';

/** Longer URLs are refused. Node refuses those that do not fit into 16 KiB with the headers. */
const MOST_URL = 8_192;

export const badText = (what: string): DomainError =>
  new DomainError(
    platformErrors.BAD_TEXT,
    `${what} contains text that is not valid Unicode in UTF-8, or the character U+0000.`,
  );

/** Refuses URLs that are too long, or whose path or query is not text. Escapes in them are UTF-8 (RFC 3986). */
export function refuseBadUrls(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _, done) => {
    const url = request.raw.url ?? '';
    if (url.length > MOST_URL) done(tooLong(`The URL has ${url.length} characters; at most ${MOST_URL}`));
    else if (!isTextUrl(url)) done(badText('The URL'));
    else done();
  });
}

export const tooLong = (what: string): DomainError =>
  new DomainError(platformErrors.URL_TOO_LONG, `${what} are allowed.`);

function isTextUrl(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    return isText(decodeURIComponent(url));
  } catch {
    return false;
  }
}

/** A header as it is stored. Node decodes its bytes as Latin-1, in which some are control characters. */
export function storedHeader(value: string | undefined, most: number): string {
  return (value ?? '').replace(/\p{Cc}/gu, '?').slice(0, most);
}
