import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiDocuments } from './openapi.js';

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, unknown>>;
}
type Content = Readonly<Record<string, Media>>;
interface Response {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Content;
}
interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly schema?: object;
  readonly example?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly requestBody?: { readonly content: Content };
  readonly tags?: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, Response>>;
  readonly security: readonly object[];
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly license: object; readonly contact: object };
  readonly servers: readonly object[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

/** Operations with these verbs may have another verb in their summary. */
const OTHERWISE = [
  'get',
  'put',
  'receive',
  'verify',
  'edit',
  'retry',
  'resolve',
  'pick',
  'dispatch',
  'deliver',
];

/** Whether the summary begins with the verb of the operation id: "Cancels an order" for cancelOrder. */
function isAct({ operationId, summary = '' }: Operation): boolean {
  const [verb = ''] = /^[a-z]+/.exec(operationId) ?? [];
  const [said = ''] = summary.toLowerCase().split(' ');
  return OTHERWISE.includes(verb) || [`${verb}s`, `${verb}es`, `${verb.replace(/y$/, 'ie')}s`].includes(said);
}

let documents: ReadonlyMap<string, Document>;
let operations: readonly (readonly [name: string, operation: Operation])[];

beforeAll(async () => {
  documents = (await openApiDocuments()) as ReadonlyMap<string, Document>;
  operations = [...documents].flatMap(([service, { paths }]) =>
    Object.values(paths).flatMap((path) =>
      Object.values(path).map((operation) => [`${service} ${operation.operationId}`, operation] as const),
    ),
  );
});

const wanting = (rule: (operation: Operation) => boolean): string[] =>
  operations.filter(([, operation]) => !rule(operation)).map(([name]) => name);

/** All request bodies and successful responses. */
function bodies(): { name: string; document: Document; media: Media }[] {
  return [...documents].flatMap(([service, document]) =>
    Object.values(document.paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ operationId, requestBody, responses }) => {
        const successful = Object.entries(responses).filter(([status]) => status.startsWith('2'));
        return [
          ...Object.values(requestBody?.content ?? {}).map((media) => ({ part: 'request', media })),
          ...successful.flatMap(([part, { content = {} }]) =>
            Object.values(content).map((media) => ({ part, media })),
          ),
        ].map(({ part, media }) => ({ name: `${service} ${operationId} ${part}`, document, media }));
      }),
  );
}

/** The examples of a body. */
function examplesOf({ example, examples = {} }: Media, { components }: Document): unknown[] {
  return [
    ...(example === undefined ? [] : [example]),
    ...Object.keys(examples).map((name) => components.examples[name]!.value),
  ];
}

/** Why values do not match a schema of the document. */
function mismatches(schema: object, values: readonly unknown[], { components }: Document): string[] {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const matches = ajv.compile({ ...schema, components });
  return values.flatMap((value) => (matches(value) ? [] : [ajv.errorsText(matches.errors)]));
}

/** All objects in a value, with those to which its references point. */
function nodesIn(value: unknown, document: Document, seen = new Set<unknown>()): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const { $ref, ...parts } = value as { $ref?: unknown };
  const target =
    typeof $ref === 'string'
      ? $ref
          .slice(2)
          .split('/')
          .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document)
      : undefined;
  return [
    value as Record<string, unknown>,
    ...[...Object.values(parts), target].flatMap((part) => nodesIn(part, document, seen)),
  ];
}

describe('the OpenAPI documents', () => {
  it('name each operation once per service, as an act', () => {
    const names = operations.map(([name]) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(wanting(isAct)).toEqual([]);
  });

  it('give each operation a summary, a description and one tag', () => {
    // Pages show summaries as plain text, and descriptions as Markdown.
    expect(wanting(({ summary = '' }) => /^[A-Z][^`*_]{3,80}[^.]$/.test(summary))).toEqual([]);
    expect(wanting(({ description = '' }) => /^[`A-Z].*\.$/s.test(description))).toEqual([]);
    expect(wanting(({ tags = [] }) => tags.length === 1)).toEqual([]);
  });

  it('give each body of a request or a successful response an example', () => {
    const missing = bodies().filter(({ document, media }) => examplesOf(media, document).length === 0);
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('give examples that match their schemas', () => {
    // The example of a stream is a piece of it, and its schema that of an event.
    const wrong = bodies()
      .filter(({ name }) => name !== 'order streamOrder 200')
      .flatMap(({ name, document, media }) =>
        mismatches(media.schema, examplesOf(media, document), document).map((why) => `${name}: ${why}`),
      );
    expect(wrong).toEqual([]);
  });

  it('give each path parameter an example and a longest length', () => {
    const incomplete = operations.flatMap(([name, { parameters }]) =>
      parameters
        .filter((one) => one.in === 'path')
        .filter(({ example, schema }) => example === undefined || !(schema && 'maxLength' in schema))
        .map((one) => `${name} ${one.name}`),
    );
    expect(incomplete).toEqual([]);
  });

  it('give parameters examples that match their schemas', () => {
    const parameters = [...documents].flatMap(([service, document]) => [
      ...Object.values(document.components.parameters).map((one) => ({ service, document, one })),
      ...operations
        .filter(([name]) => name.startsWith(`${service} `))
        .flatMap(([, operation]) => operation.parameters.map((one) => ({ service, document, one }))),
    ]);
    const given = parameters.filter(({ one }) => one.example !== undefined);
    const wrong = given.flatMap(({ service, document, one: { name, schema = {}, example } }) =>
      mismatches(schema, [example], document).map((why) => `${service} ${name}: ${why}`),
    );
    expect(wrong).toEqual([]);
    expect(given.length).toBeGreaterThan(20);
  });

  it('describe the events of a stream, with an example', () => {
    const document = documents.get('order')!;
    const content = document.paths['/v1/orders/{id}/stream']!['get']!.responses['200']!.content!;
    const { schema, example } = content['text/event-stream']!;
    const lines = String(example).trim().split('\n');
    const event = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2))) as object;
    const { properties } = schema as {
      readonly properties: { readonly data: { readonly contentSchema: object } };
    };
    const data = JSON.parse((event as { data: string }).data) as object;
    const { contentSchema } = properties.data;
    expect(mismatches(schema, [event], document)).toEqual([]);
    expect(mismatches(contentSchema, [data], document)).toEqual([]);
    expect(mismatches(contentSchema, [{ ...data, version: 'x' }], document)).toHaveLength(1);
  });

  it('are OpenAPI 3.1 with a server, a license, a contact, and a description of each tag', () => {
    const about = [...documents.values()].map(({ openapi, info: { license, contact }, servers }) => ({
      openapi,
      license,
      contact,
      servers,
    }));
    const each = {
      openapi: '3.1.0',
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'The team that operates this service' },
      // No host: a document is the same wherever the service runs.
      servers: [{ url: '/', description: 'Where this document is served' }],
    };
    expect(about).toEqual(about.map(() => each));
    const tags = [...documents].flatMap(([service, document]) =>
      document.tags.map(({ name, description }) => ({ name: `${service} ${name}`, description })),
    );
    expect(tags.filter(({ description }) => !/^[A-Z].*\.$/.test(description))).toEqual([]);
  });

  it('use the words of JSON Schema 2020-12', () => {
    const old = [...documents].flatMap(([service, document]) =>
      nodesIn(document, document)
        .filter(({ nullable, allOf }) => nullable !== undefined || (Array.isArray(allOf) && allOf.length < 2))
        .map((node) => `${service}: ${JSON.stringify(node)}`),
    );
    expect(old).toEqual([]);
  });

  it('require no field of senders that has a default', () => {
    const required = [...documents].flatMap(([service, document]) =>
      Object.values(document.paths)
        .flatMap((path) => Object.values(path))
        .flatMap(({ operationId, requestBody, parameters }) =>
          nodesIn([requestBody, parameters], document).flatMap(({ required = [], properties = {} }) =>
            (Array.isArray(required) ? (required as string[]) : [])
              .filter((name) => 'default' in ((properties as Record<string, object>)[name] ?? {}))
              .map((name) => `${service} ${operationId} ${name}`),
          ),
        ),
    );
    expect(required).toEqual([]);
  });

  it('give the body of every good answer but of those that have none', () => {
    const bodiless = wanting(({ responses }) =>
      Object.entries(responses).every(
        ([status, { content }]) => !status.startsWith('2') || status === '204' || content !== undefined,
      ),
    );
    expect(bodiless).toEqual([
      'order rebuildProjection',
      ...[...documents.keys()].map((service) => `${service} retryOutboxKey`),
    ]);
  });

  it('ask for a token wherever a missing one is refused', () => {
    expect(
      wanting(({ security, responses }) => security.length > 0 === (responses['401'] !== undefined)),
    ).toEqual(['shipping receiveCarrierWebhook']);
  });

  it('name the codes that an operation refuses with, by status', () => {
    const [, cancel] = operations.find(([name]) => name === 'order cancelOrder')!;
    const told = Object.entries(cancel.responses).map(
      ([status, { $ref = '', description }]) => `${status} ${description ?? $ref.split('/').at(-1)}`,
    );
    expect(told).toEqual([
      '200 The order is cancelled',
      '202 The steps of the order are being compensated',
      '400 Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED',
      '401 TokenInvalidOrTokenMissing',
      '404 NotFound',
      '409 IdempotencyKeyInUseOrOrderAlreadyShippedOrOrderRejected',
      '412 PreconditionFailed',
      '413 BodyTooLarge',
      '414 UrlTooLong',
      '415 UnsupportedMediaType',
      '422 IdempotencyKeyReused',
      '429 RateLimited',
      '500 Internal',
      '503 DeadlineExceededOrIdentityProviderUnavailableOrUnavailable',
    ]);
  });

  it('tell which operations are conditional, and the form of the headers', () => {
    const named = (rule: (operation: Operation, path: string, method: string) => boolean): string[] =>
      [...documents].flatMap(([service, { paths }]) =>
        Object.entries(paths).flatMap(([path, operations]) =>
          Object.entries(operations)
            .filter(([method, operation]) => rule(operation, path, method))
            .map(([, { operationId }]) => `${service} ${operationId}`),
        ),
      );
    const header = (operation: Operation, name: string) =>
      operation.parameters.find((parameter) => parameter.name === name);
    const isConditional = (operation: Operation): boolean => header(operation, 'If-None-Match') !== undefined;
    // Client addresses are not stored, a stream has no end, and a page shows the owner of a mail address.
    expect(
      named(
        (operation, path, method) => method === 'get' && path.startsWith('/v1/') && !isConditional(operation),
      ),
    ).toEqual(['order streamOrder', 'order getOrderOrigin', 'notification showChoices']);
    expect(
      named(
        (operation, _, method) =>
          isConditional(operation) && (method === 'get') !== !!operation.responses['304'],
      ),
    ).toEqual([]);
    expect(
      named(
        (operation) => isConditional(operation) && !operation.responses['412'] && !operation.responses['304'],
      ),
    ).toEqual([]);
    expect(named((operation, _, method) => method !== 'get' && isConditional(operation))).toEqual([
      'order placeDraft',
      'order putDraftLine',
      'order removeDraftLine',
      'order changeOrderLines',
      'order changeShippingAddress',
      'order cancelOrder',
      'order requestReturn',
      'order putProduct',
      'order putMe',
    ]);
    const patterns = new Set(
      operations.flatMap(([, { parameters }]) =>
        parameters
          .filter(({ name }) => name === 'If-Match' || name === 'If-None-Match')
          .map(({ schema }) => (schema as { pattern?: string }).pattern ?? ''),
      ),
    );
    const taken = ['*', '"3"', 'W/"3"', '"3", W/"x", ""', '3', '"3', '*, "3"', ''].map((value) =>
      [...patterns].every((pattern) => new RegExp(pattern).test(value)),
    );
    expect(taken).toEqual([true, true, true, true, false, false, false, false]);
  });

  it('tell the codes of a field with the field', () => {
    const order = documents.get('order') as unknown as { components: { schemas: Record<string, object> } };
    expect(order.components.schemas['OrderBody']).toMatchObject({
      properties: { lines: { 'x-codes': ['TOO_MANY_LINES', 'DUPLICATE_SKU', 'ORDER_EMPTY'] } },
    });
  });

  it('tell the codes of a rule for several query parameters', () => {
    const [, getOrder] = operations.find(([name]) => name === 'order getOrder')!;
    expect(getOrder.responses['400']!.description).toContain('TOO_MANY_MOMENTS');
  });

  it('say how each operation refuses a bad request', () => {
    expect(
      wanting(({ responses }) => Object.keys(responses).some((status) => status.startsWith('4'))),
    ).toEqual([]);
  });
});
