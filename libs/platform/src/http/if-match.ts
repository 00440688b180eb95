import { DomainError } from '@waybill/kernel';
import { platformErrors } from './platform.errors.js';

/**
 * The version in an `If-Match` header. Undefined without the header, and with `*`, which only requires that the resource exists. Throws
 * IF_MATCH_INVALID for a tag that this platform never sends.
 */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const version = /^"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined)
    throw new DomainError(
      platformErrors.IF_MATCH_INVALID,
      'If-Match must be one ETag that this service returned, such as "3".',
    );
  return Number(version);
}

export function etagOf({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/** The header parameter for OpenAPI. */
export const IF_MATCH = {
  name: 'If-Match',
  required: false,
  schema: { type: 'string' as const, pattern: '^(\\*|"[0-9]{1,9}")$', example: '"3"' },
  description:
    'ETag of the version that the caller has read. Fails with 412 and the current version if a later change conflicts',
};
export const IF_NONE_MATCH = {
  name: 'If-None-Match',
  required: false,
  schema: { type: 'string' as const, example: '"3"' },
  description: 'ETag of the version that the caller has; 304 if it is still current',
};
export const ETAG = {
  ETag: {
    description: 'Version of the resource, for `If-Match` and `If-None-Match`',
    schema: { type: 'string' as const },
  },
};
