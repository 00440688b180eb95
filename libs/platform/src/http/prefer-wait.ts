import type { FastifyReply, FastifyRequest } from 'fastify';

/** The request header that asks for a wait. */
export const PREFER = 'Prefer';
const MOST_SECONDS = 30;

/** Splits at commas that are not within quotes. */
const PARTS = /(?:"(?:[^"\\]|\\.)*"|[^,])+/g;
/** A name, perhaps with a value as token or quoted text, and then parameters, which nothing here has. */
const PREFERENCE =
  /^\s*([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([\w!#$%&'*+.^`|~-]*)))?\s*(?:;|$)/;

/** The preferences of a request by lower-case name (RFC 7240). Of several with one name, the first counts; what is malformed does not. */
export function preferencesOf(header: string): ReadonlyMap<string, string> {
  const preferences = new Map<string, string>();
  for (const part of header.match(PARTS) ?? []) {
    const [, name, quoted, token] = PREFERENCE.exec(part) ?? [];
    if (name === undefined || preferences.has(name.toLowerCase())) continue;
    preferences.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '');
  }
  return preferences;
}

/** Seconds of `Prefer: wait=N`, at most 30; 0 without a valid one. */
export function waitSecondsOf({ headers: { prefer } }: Pick<FastifyRequest, 'headers'>): number {
  if (prefer === undefined) return 0;
  const wait = preferencesOf([prefer].flat().join(',')).get('wait') ?? '';
  return /^\d+$/.test(wait) ? Math.min(Number(wait), MOST_SECONDS) : 0;
}

/** Tells the client how long the request may wait. */
export function applyWait(reply: FastifyReply, seconds: number): void {
  if (seconds > 0) void reply.header('preference-applied', `wait=${seconds}`);
}

/** The response header for OpenAPI. */
export const PREFERENCE_APPLIED = {
  'Preference-Applied': {
    description: '`wait=N`: the request could wait up to N seconds. Absent if it did not ask for it',
    schema: { type: 'string' as const },
  },
};
