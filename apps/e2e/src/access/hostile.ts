import type { Route } from './routes.js';

/** Parts of URLs, as they are sent. */
const IN_URLS = [
  'a%00b',
  '%ff',
  '%ed%a0%80',
  '%',
  '..%2f..',
  '%E2%80%AE',
  '-1',
  '1e400',
  '9223372036854775808',
  '0000-01-01T00:00:00Z',
  '-271821-04-20T00:00:00.000Z',
  '%27%20OR%201%3D1--',
  'x'.repeat(2_000),
];

const cursor = (...position: unknown[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');
const CURSORS = [
  cursor('a\0b'),
  cursor('-271821-04-20T00:00:00.000Z', 'a\0b'),
  cursor(8.64e15, {}),
  cursor(null, null),
  cursor([], []),
  'bm8ganNvbg',
];

/** Values in a body, as JSON. */
const IN_BODIES = [
  String.raw`"a\u0000b"`,
  String.raw`"a\ud800b"`,
  String.raw`"\u202e\u0007\r\n"`,
  '""',
  '"-271821-04-20T00:00:00.000Z"',
  '"0000-01-01"',
  JSON.stringify('x'.repeat(20_000)),
  '1e400',
  '-1',
  '9007199254740993',
  '0.1',
  'null',
  '{}',
  '[]',
  '[[[[1]]]]',
  '{"__proto__":{"admin":true}}',
];
const BODIES = ['', 'null', '[]', '{}', '"', '{"a":', '1e999', '\ufeff{}', '['.repeat(5_000)];

const HEADERS: readonly (readonly [string, string])[] = [
  ['last-event-id', '9223372036854775808'],
  ['last-event-id', 'x'],
  ['if-match', '"9223372036854775808"'],
  ['if-match', 'W/"\u00ff"'],
  ['if-none-match', '"'.repeat(300)],
  ['prefer', 'wait=99999999999999999999'],
  ['idempotency-key', 'x'.repeat(5_000)],
  ['x-correlation-id', "';--"],
  ['traceparent', '00-0-0-0'],
];

/** A request with one value that nobody means to send. */
export interface Hostile {
  readonly path: string;
  readonly query: string;
  readonly body?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Such requests to a route: every parameter, every value of its body and every header, one after the other. */
export function hostileTo(
  { method, path, query, parameters, body, contentType }: Route,
  valueOf: (parameter: string) => string,
): Hostile[] {
  const fill = (other?: string, value?: string): string =>
    path.replace(/\{(\w+)\}/g, (_, name: string) =>
      name === other ? value! : encodeURIComponent(valueOf(name)),
    );
  const usual: Hostile = { path: fill(), query, body, headers: {} };
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return [
    ...named.flatMap((name) => IN_URLS.map((value) => ({ ...usual, path: fill(name, value) }))),
    ...parameters.flatMap((name) =>
      (name === 'cursor' ? [...IN_URLS, ...CURSORS] : IN_URLS).map((value) => ({
        ...usual,
        query: [
          ...query.split('&').filter((one) => one && !one.startsWith(`${name}=`)),
          `${name}=${value}`,
        ].join('&'),
      })),
    ),
    ...(contentType === 'application/json' ? [...BODIES, ...variants(JSON.parse(body!))] : []).map(
      (other) => ({
        ...usual,
        body: other,
      }),
    ),
    ...(method === 'GET' || contentType !== undefined ? [] : BODIES).map((other) => ({
      ...usual,
      body: other,
      headers: { 'content-type': 'application/json' },
    })),
    ...HEADERS.map(([name, value]) => ({ ...usual, headers: { [name]: value } })),
  ];
}

/** The JSON with each of its values replaced by each of the others. */
function variants(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [...IN_BODIES];
  const entries = Object.entries(json);
  const inside = entries.flatMap(([name, value]) =>
    variants(value).map((other) => written(json, name, other)),
  );
  return [...IN_BODIES, ...inside];
}

function written(json: object, name: string, other: string): string {
  const parts = Object.entries(json).map(
    ([key, value]) => [key, key === name ? other : JSON.stringify(value)] as const,
  );
  if (Array.isArray(json)) return `[${parts.map(([, text]) => text).join(',')}]`;
  return `{${parts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}
