import { describe, expect, it } from '@jest/globals';
import { classOf, classifiedFields, withoutPersonalData } from './personal-data.js';
import { messageTypes } from './registry.js';
import type { JsonSchema } from './schemas.js';

/** The JSON Pointers of all values of a schema that are neither objects nor arrays. */
function fieldsOf(schema: JsonSchema, pointer = ''): string[] {
  const { properties, items, anyOf } = schema as {
    properties?: Record<string, JsonSchema>;
    items?: JsonSchema;
    anyOf?: JsonSchema[];
  };
  if (properties)
    return Object.entries(properties).flatMap(([name, part]) => fieldsOf(part, `${pointer}/${name}`));
  if (items) return fieldsOf(items, `${pointer}/*`);
  if (anyOf) return anyOf.flatMap((part) => fieldsOf(part, pointer));
  return [pointer];
}

const unclassified = (type: string, schemas: Iterable<JsonSchema>): string[] =>
  [...schemas].flatMap((schema) =>
    fieldsOf(schema)
      .filter((pointer) => !classOf(type, pointer))
      .map((pointer) => `${type} ${pointer}`),
  );

const all = [...messageTypes.values()];

describe('the classes of message fields', () => {
  it('cover every field of every version of every message', () => {
    expect(all.flatMap(({ type, schemas }) => unclassified(type, schemas().values()))).toEqual([]);
  });

  it('reveal a new field without a class', () => {
    const added = { properties: { orderId: { type: 'string' }, nickname: { type: 'string' } } };
    expect(unclassified('order.placed', [added])).toEqual(['order.placed /nickname']);
  });

  it('name only fields that exist', () => {
    const fields = new Map(
      all.map(({ type, schemas }) => [
        type,
        new Set([...schemas().values()].flatMap((one) => fieldsOf(one))),
      ]),
    );
    const unknown = classifiedFields().flatMap(([pointer, types]) =>
      (types === 'all' ? [undefined] : types)
        .filter((type) => ![...fields].some(([of, names]) => (!type || of === type) && names.has(pointer)))
        .map((type) => `${type ?? 'any'} ${pointer}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('a message without personal data', () => {
  it.each(all)('$type keeps to its schema', ({ type, parse, example }) => {
    const redacted = withoutPersonalData(type, example);
    expect(parse(redacted)).toEqual(redacted);
  });

  it('keeps everything but the customer', () => {
    const { type, example } = messageTypes.get('order.placed')!;
    const address = { name: '', line1: '', city: '', postalCode: '', country: 'ZZ' };
    expect(withoutPersonalData(type, example)).toEqual({
      ...(example as object),
      email: '',
      customerName: '',
      shippingAddress: address,
    });
  });

  it('loses fields that are not known', () => {
    expect(withoutPersonalData('order.placed', { orderId: 'o1', nickname: 'Ada' })).toEqual({
      orderId: 'o1',
      nickname: '',
    });
  });
});
