import { DomainError } from '@waybill/kernel';
import type { FastifyInstance } from 'fastify';
import { platformErrors } from './platform.errors.js';

/** Whether text is well-formed Unicode without U+0000. Postgres stores no other text, and JSON in UTF-8 can carry no other. */
export function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Whether all texts and property names of a JSON value are texts. */
export function hasOnlyText(value: unknown): boolean {
  if (typeof value === 'string') return isText(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasOnlyText);
  return Object.entries(value).every(([name, item]) => isText(name) && hasOnlyText(item));
}

const ESCAPE = Buffer.from(String.raw`\u`);

/** Whether JSON in UTF-8 may contain other than text: only as an escape. */
export const mayContainEscapes = (json: Buffer): boolean => json.includes(ESCAPE);

export const badText = (what: string): DomainError =>
  new DomainError(
    platformErrors.BAD_TEXT,
    `${what} contains text that is not valid Unicode in UTF-8, or the character U+0000.`,
  );

/** Refuses URLs whose path or query is not text. Escapes in them are UTF-8 (RFC 3986). */
export function refuseBadUrls(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _, done) => {
    if (isTextUrl(request.raw.url ?? '')) done();
    else done(badText('The URL'));
  });
}

function isTextUrl(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    return isText(decodeURIComponent(url));
  } catch {
    return false;
  }
}
