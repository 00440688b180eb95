import { DomainError, type Preconditions, type Versions, conflictErrors } from '@waybill/kernel';
import type { FastifyRequest } from 'fastify';
import { platformErrors } from './platform.errors.js';

/** An entity tag (RFC 9110, section 8.8.3). */
interface EntityTag {
  readonly isWeak: boolean;
  readonly text: string;
}
type Tags = '*' | readonly EntityTag[];
type Headers = FastifyRequest['headers'];
type Header = 'If-Match' | 'If-None-Match';

/** A tag and the comma behind it. A list may have empty elements. */
const ELEMENT = /[ \t]*(?:((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*)?(?:,|$)/gy;
/** `*`, or tags with commas between them. For OpenAPI, in ASCII. */
const TAG = '(W/)?"[\\x21\\x23-\\x7e]*"';
const PATTERN = `^(\\*|${TAG}(, *${TAG})*)$`;

/** The tags of a header; undefined without it. Throws IF_MATCH_INVALID. */
function tagsOf(headers: Headers, name: Header): Tags | undefined {
  const header = headers[name.toLowerCase()];
  if (header === undefined) return undefined;
  const text = String(header).trim();
  if (text === '*') return '*';
  const elements = [...text.matchAll(ELEMENT)];
  const tags = elements.flatMap(([, tag]) => (tag === undefined ? [] : [tagOf(tag)]));
  const length = elements.reduce((sum, [element]) => sum + element.length, 0);
  if (tags.length > 0 && length === text.length) return tags;
  throw new DomainError(
    platformErrors.IF_MATCH_INVALID,
    `${name} must be *, or ETags that this service returned, such as "3" or "3", "4".`,
  );
}

function tagOf(tag: string): EntityTag {
  return { isWeak: tag.startsWith('W/'), text: tag.replace(/^W\//, '') };
}

/** The conditions of a writing request on the version of its resource. If-Match compares strongly, so a weak tag matches no version. */
export function preconditionsOf(headers: Headers): Preconditions | undefined {
  const match = tagsOf(headers, 'If-Match');
  const noneMatch = tagsOf(headers, 'If-None-Match');
  if (match === undefined && noneMatch === undefined) return undefined;
  const strong = match === '*' ? match : match?.filter(({ isWeak }) => !isWeak);
  return { match: strong && versionsOf(strong), noneMatch: noneMatch && versionsOf(noneMatch) };
}

function versionsOf(tags: Tags): Versions {
  if (tags === '*') return 'any';
  return tags.flatMap(({ text }) => (/^"[1-9]\d{0,8}"$/.test(text) ? [Number(text.slice(1, -1))] : []));
}

export function etagOf({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/**
 * Whether the caller has the current response. In the order of RFC 9110, section 13.2.2: If-Match, which compares strongly, and then
 * If-None-Match, which does not. Throws PRECONDITION_FAILED and IF_MATCH_INVALID.
 */
export function isCurrent(headers: Headers, etag: string): boolean {
  const tag = tagOf(etag);
  const match = tagsOf(headers, 'If-Match');
  const noneMatch = tagsOf(headers, 'If-None-Match');
  if (match !== undefined && !isAmong(match, tag, true))
    throw new DomainError(
      conflictErrors.PRECONDITION_FAILED,
      `The ETag is ${etag}, which is none of those in If-Match.`,
    );
  return noneMatch !== undefined && isAmong(noneMatch, tag, false);
}

function isAmong(tags: Tags, tag: EntityTag, isStrong: boolean): boolean {
  if (tags === '*') return true;
  return tags.some(({ isWeak, text }) => text === tag.text && !(isStrong && (isWeak || tag.isWeak)));
}

const header = (name: Header, description: string) => ({
  name,
  required: false,
  description,
  schema: { type: 'string' as const, pattern: PATTERN, example: '"3"' },
});
/** The header parameters for OpenAPI. */
export const IF_MATCH = header(
  'If-Match',
  'ETags of versions that the caller has read, or `*` for any. Fails with 412 and the current version if a later change conflicts, or if the resource does not exist',
);
export const IF_NONE_MATCH = header(
  'If-None-Match',
  'ETags of what the caller has, or `*` for any; 304 if one of them is current',
);
export const ONLY_IF_NONE_MATCH = header(
  'If-None-Match',
  'Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates',
);
export const ETAG = {
  ETag: {
    description: 'Version of the resource, for `If-Match` and `If-None-Match`',
    schema: { type: 'string' as const },
  },
};
export const WEAK_ETAG = {
  ETag: {
    description: 'Changes with the response; for `If-None-Match`',
    schema: { type: 'string' as const },
  },
};
