import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { openApiDocuments } from './openapi.js';

interface Schema {
  readonly $ref?: string;
  readonly example?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
interface Response {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Content;
}
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly requestBody?: { readonly content: Content };
  readonly tags?: readonly string[];
  readonly parameters: readonly { name?: string; required?: boolean }[];
  readonly responses: Readonly<Record<string, Response>>;
  readonly security: readonly object[];
}
interface Document {
  readonly servers: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
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

/** The schemas of all request bodies and successful responses. */
function bodies(): { name: string; document: Document; schema: Schema }[] {
  return [...documents].flatMap(([service, document]) =>
    Object.values(document.paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ operationId, requestBody, responses }) => {
        const successful = Object.entries(responses).filter(([status]) => status.startsWith('2'));
        return [
          ...Object.values(requestBody?.content ?? {}).map(({ schema }) => ({ part: 'request', schema })),
          ...successful.flatMap(([part, { content = {} }]) =>
            Object.values(content).map(({ schema }) => ({ part, schema })),
          ),
        ].map(({ part, schema }) => ({ name: `${service} ${operationId} ${part}`, document, schema }));
      }),
  );
}

/** A schema's own example, or that of its items or its first alternative. */
function exampleOf(schema: Schema, document: Document): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref) return exampleOf(document.components.schemas[schema.$ref.split('/').at(-1)!]!, document);
  if (schema.anyOf?.[0]) return exampleOf(schema.anyOf[0], document);
  const item = schema.items && exampleOf(schema.items, document);
  return item === undefined ? undefined : [item];
}

/** Converts `nullable` of OpenAPI 3.0 to JSON Schema. */
function jsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(jsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...own } = node as { nullable?: boolean };
  const schema = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, jsonSchema(value)]));
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

describe('the OpenAPI documents', () => {
  it('name each operation once per service, as an act', () => {
    const names = operations.map(([name]) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(wanting(isAct)).toEqual([]);
  });

  it('give each operation a summary, a description and one tag', () => {
    expect(wanting(({ summary = '' }) => /^[A-Z].{3,80}[^.]$/.test(summary))).toEqual([]);
    expect(wanting(({ description = '' }) => /^[`A-Z].*\.$/s.test(description))).toEqual([]);
    expect(wanting(({ tags = [] }) => tags.length === 1)).toEqual([]);
  });

  it('give each body of a request or a successful response an example', () => {
    const missing = bodies().filter(({ document, schema }) => exampleOf(schema, document) === undefined);
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('give examples that match their schemas', () => {
    const wrong = bodies().flatMap(({ name, document, schema }) => {
      const ajv = new Ajv({ strict: false, validateFormats: false });
      const root = { ...schema, components: document.components };
      const matches = ajv.validate(jsonSchema(root) as object, exampleOf(schema, document));
      return matches ? [] : [`${name}: ${ajv.errorsText()}`];
    });
    expect(wrong).toEqual([]);
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
      '400 Bad Request: BAD_JSON, BODY_TOO_DEEP, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, UNKNOWN_FIELD, VALIDATION_FAILED',
      '401 TokenInvalidOrTokenMissing',
      '404 NotFound',
      '409 Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_ALREADY_SHIPPED, ORDER_REJECTED',
      '412 PreconditionFailed',
      '413 BodyTooLarge',
      '415 UnsupportedMediaType',
      '422 IdempotencyKeyReused',
      '429 RateLimited',
      '500 Internal',
      '503 IdentityProviderUnavailableOrUnavailable',
    ]);
  });

  it('tell the codes of a field with the field', () => {
    const order = documents.get('order') as unknown as { components: { schemas: Record<string, object> } };
    expect(order.components.schemas['OrderBody']).toMatchObject({
      properties: { lines: { 'x-codes': ['TOO_MANY_LINES', 'DUPLICATE_SKU', 'ORDER_EMPTY'] } },
    });
  });

  it('name no host', () => {
    expect([...documents.values()].flatMap(({ servers }) => servers)).toEqual([]);
  });
});
