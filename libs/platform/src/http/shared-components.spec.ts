import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema.js';
import { shareComponents } from './shared-components.js';

const size = z.strictObject({ unit: z.string().default('cm') }).meta({ id: 'Size' });
const money = z.object({ amount: z.int().min(0).max(9) }).meta({ id: 'Money' });
const body = z.strictObject({ size, price: money, extra: z.array(money) }).meta({ id: 'Product' });

const documentOf = (request: z.ZodType, response: z.ZodType) => {
  const [read, sent] = [jsonSchemaOf(request, 'input')!, jsonSchemaOf(response, 'output')!];
  return shareComponents({
    request: read.schema,
    response: sent.schema,
    components: { schemas: { ...read.components, ...sent.components } },
  });
};

it('publishes a schema that reads differently in requests and responses as two components, and whatever refers to it', () => {
  const { request, response, components } = documentOf(body, body);
  const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const fields = (name: string) => ({
    size: reference(name),
    price: reference('Money'),
    extra: { type: 'array', items: reference('Money') },
  });
  const unit = { default: 'cm', type: 'string' };
  const required = ['size', 'price', 'extra'];
  expect({ request, response, components }).toEqual({
    request: reference('ProductInput'),
    response: reference('Product'),
    components: {
      schemas: {
        ProductInput: {
          type: 'object',
          properties: fields('SizeInput'),
          required,
          additionalProperties: false,
        },
        Product: { type: 'object', properties: fields('Size'), required },
        SizeInput: { type: 'object', properties: { unit }, additionalProperties: false },
        Size: { type: 'object', properties: { unit }, required: ['unit'] },
        Money: {
          type: 'object',
          properties: { amount: { type: 'integer', minimum: 0, maximum: 9 } },
          required: ['amount'],
        },
      },
    },
  });
});

it('keeps the name of a schema of requests alone', () => {
  expect(Object.keys(documentOf(size, money).components.schemas)).toEqual(['Size', 'Money']);
});

it('refuses a name that another schema has', () => {
  const other = z.object({ size, other: z.string() }).meta({ id: 'SizeInput' });
  expect(() => documentOf(size, other)).toThrow('SizeInput');
});
