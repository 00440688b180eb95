import { beforeAll, describe, expect, it } from '@jest/globals';
import { openApiDocuments } from './openapi.js';

interface Response {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Readonly<Record<string, { schema: object }>>;
}
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters: readonly { name?: string; required?: boolean }[];
  readonly responses: Readonly<Record<string, Response>>;
  readonly security: readonly object[];
}
interface Document {
  readonly servers: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const ACTS = [
  'get',
  'list',
  'report',
  'compare',
  'stream',
  'group',
  'verify',
  'reconcile',
  'receive',
  'put',
  'set',
  'adjust',
  'place',
  'change',
  'edit',
  'remove',
  'cancel',
  'request',
  'erase',
  'import',
  'retry',
  'resolve',
  'rebuild',
  'discard',
  'redrive',
  'settle',
  'pick',
  'dispatch',
  'deliver',
  'create',
  'enable',
  'delete',
];

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

describe('the OpenAPI documents', () => {
  it('name each operation once per service, as an act', () => {
    const names = operations.map(([name]) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(wanting(({ operationId }) => ACTS.some((act) => operationId.startsWith(act)))).toEqual([]);
  });

  it('say of each operation what it does and where it belongs', () => {
    expect(wanting(({ summary = '', tags = [] }) => summary !== '' && tags.length === 1)).toEqual([]);
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
      '400 Bad Request: BAD_JSON, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, UNKNOWN_FIELD, VALIDATION_FAILED',
      '401 TokenInvalidOrTokenMissing',
      '404 NotFound',
      '409 Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_ALREADY_SHIPPED, ORDER_REJECTED',
      '412 PreconditionFailed',
      '413 BodyTooLarge',
      '415 UnsupportedMediaType',
      '422 IdempotencyKeyReused',
      '500 Internal',
      '503 Unavailable',
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
