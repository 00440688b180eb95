import type { Route } from './routes.js';

/** A request that a route must refuse, and how. */
export interface Refused {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  readonly status: number;
  readonly code: string;
  /** The query parameter or field that the problem names. */
  readonly pointer?: string;
}

/** Texts that are no name, no reason and no reference, as JSON. */
const NO_LINES = [String.raw`"a\u0007b"`, String.raw`"a\u202eb"`, String.raw`"a\u2066b"`, '"   "', '""'];
const NO_INTEGERS = ['0x10', '1e1', '%2010', '1.0', ''];
const NO_FLAGS = ['yes', '1', 'TRUE', ''];
const NO_INSTANTS = ['0000-01-01T00:00:00Z', '%2B275760-09-13T00:00:00Z', '0000-01-01'];
/** Fields that name what exists already. */
const REFERENCES = new Set(['sku', 'type', 'consumer', 'errorCode', 'fingerprint', 'value', 'cursor']);

/** For each rule of queries, media types and texts: requests that break only this one. */
export function refusedBy(route: Route): Refused[] {
  const { method, query, parameters, types, body, contentType } = route;
  const path = route.path.replace(/\{\w+\}/g, 'unknown');
  const usual = { method, path, query, body, contentType };
  const withQuery = (text: string): string => [query, text].filter(Boolean).join('&');
  const without = (name: string): string =>
    query
      .split('&')
      .filter((one) => one && !one.startsWith(`${name}=`))
      .join('&');
  const wrong = (name: string, values: readonly string[]): Refused[] =>
    values.map((value) => ({
      ...usual,
      query: [without(name), `${name}=${value}`].filter(Boolean).join('&'),
      status: 400,
      code: 'VALIDATION_FAILED',
      pointer: `/${name}`,
    }));
  return [
    {
      ...usual,
      query: withQuery('nonsense=1'),
      status: 400,
      code: 'UNKNOWN_PARAMETER',
      pointer: '/nonsense',
    },
    ...parameters.map((name) => ({
      ...usual,
      query: [without(name), `${name}=1`, `${name}=1`].filter(Boolean).join('&'),
      status: 400,
      code: 'PARAMETER_REPEATED',
      pointer: `/${name}`,
    })),
    ...parameters.filter((name) => types[name] === 'integer').flatMap((name) => wrong(name, NO_INTEGERS)),
    ...parameters.filter((name) => types[name] === 'boolean').flatMap((name) => wrong(name, NO_FLAGS)),
    ...parameters.filter((name) => /^date/.test(types[name]!)).flatMap((name) => wrong(name, NO_INSTANTS)),
    ...(method === 'GET' ? [] : ['text/plain', 'application/json; charset=latin1', 'application/xml']).map(
      (other) => ({ ...usual, contentType: other, body: '{}', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' }),
    ),
    ...(contentType === 'application/json' && route.audience !== 'signed'
      ? textsIn(JSON.parse(body!)).flatMap(({ pointer, replaced }) =>
          NO_LINES.map((text) => ({
            ...usual,
            body: replaced(text),
            status: 400,
            code: 'VALIDATION_FAILED',
            pointer,
          })),
        )
      : []),
  ];
}

/** The texts in a JSON value that are of a kind, and the JSON with another one in their place. */
function textsIn(
  json: unknown,
  pointer = '',
  within: (text: string) => string = (text) => text,
): { readonly pointer: string; readonly replaced: (text: string) => string }[] {
  if (typeof json === 'string')
    return REFERENCES.has(pointer.split('/').at(-1)!) ? [] : [{ pointer, replaced: within }];
  if (typeof json !== 'object' || json === null) return [];
  const mark = crypto.randomUUID();
  return Object.entries(json).flatMap(([key, value]) => {
    const copy = Array.isArray(json) ? [...(json as unknown[])] : { ...json };
    Object.assign(copy, { [key]: mark });
    const outside = JSON.stringify(copy);
    return textsIn(value, `${pointer}/${key}`, (text) => within(outside.replace(`"${mark}"`, text)));
  });
}
