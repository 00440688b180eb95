import { beforeAll, describe, expect, it } from '@jest/globals';
import { openApiDocuments } from './openapi.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly [keyword: string]: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name?: string; readonly in?: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Texts that name what exists already, and are found or not. */
const REFERENCES = new Set(
  'sku skuPrefix search reference orderId customerId subject operation target'.split(' '),
);
/** Of dead letters: what a message was, whatever it was. */
const OF_MESSAGES = new Set(['type', 'consumer', 'errorCode', 'fingerprint', 'value', 'headers']);
let documents: ReadonlyMap<string, Document>;
beforeAll(async () => {
  documents = (await openApiDocuments()) as ReadonlyMap<string, Document>;
});

/** Paths of all strings in a request schema that accept any text. */
function* anyTexts(schema: Schema, document: Document, name: string): Generator<string> {
  const { $ref, type, allOf = [], anyOf = [], items, properties = {}, additionalProperties } = schema;
  const parts = [...(allOf as Schema[]), ...(anyOf as Schema[])];
  if ($ref) yield* anyTexts(document.components.schemas[$ref.split('/').at(-1)!]!, document, name);
  else if (type === 'string') {
    const rules = ['pattern', 'enum', 'format', 'const'];
    if (![schema, ...parts].some((one) => rules.some((rule) => rule in one))) yield name;
  } else for (const part of parts) yield* anyTexts(part, document, name);
  if (items) yield* anyTexts(items as Schema, document, name);
  if (typeof additionalProperties === 'object')
    yield* anyTexts(additionalProperties as Schema, document, name);
  for (const [key, value] of Object.entries(properties as Record<string, Schema>))
    yield* anyTexts(value, document, key);
}

describe('every text that a request may have', () => {
  it('is of a kind that excludes control characters, or names something that exists', () => {
    const known = new Set([...REFERENCES, ...OF_MESSAGES]);
    const found = [...documents].flatMap(([service, document]) =>
      Object.values(document.paths)
        .flatMap((path) => Object.values(path))
        .flatMap(({ operationId, parameters, requestBody }) =>
          [
            ...parameters
              .filter((parameter) => parameter.in === 'query')
              .flatMap(({ name = '', schema = {} }) => [...anyTexts(schema, document, name)]),
            ...[requestBody?.content['application/json']?.schema ?? {}].flatMap((schema) => [
              ...anyTexts(schema, document, 'body'),
            ]),
          ].map((name) => ({ name, where: `${service} ${operationId} ${name}` })),
        ),
    );
    expect(found.filter(({ name }) => !known.has(name)).map(({ where }) => where)).toEqual([]);
    const unused = [...known].filter((name) => !found.some((one) => one.name === name));
    expect(unused).toEqual([]);
  });
});
