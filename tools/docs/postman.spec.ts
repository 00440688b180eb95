import { expect, it } from '@jest/globals';
import { type ApiDocument, demoEnvironment, postmanCollection } from './postman.js';

const document: ApiDocument = {
  info: { description: 'Orders.' },
  tags: [{ name: 'orders', description: 'Place and change.' }],
  paths: {
    '/v1/orders/{id}/cancel/{sku}': {
      post: {
        operationId: 'cancelOrder',
        summary: 'Cancels an order',
        description: 'Releases the stock.',
        tags: ['orders'],
        'x-audience': 'customer',
        parameters: [
          { name: 'id', in: 'path', required: true, example: '01a1fd89' },
          { name: 'sku', in: 'path', required: true, example: 'TEA-EARL' },
          { name: 'dryRun', in: 'query', schema: { default: false } },
          { name: 'Idempotency-Key', in: 'header', required: true },
          { name: 'If-Match', in: 'header', description: 'ETag', example: '"3"' },
          { $ref: '#/components/parameters/Traceparent', name: '', in: '' },
        ],
        requestBody: {
          content: {
            'application/json': { examples: { CancelBody: { $ref: '#/components/examples/CancelBody' } } },
          },
        },
      },
    },
  },
  components: { examples: { CancelBody: { value: { reason: 'Changed my mind' } } } },
};

it('makes a request of an operation, with its example and the token of its callers', () => {
  expect(postmanCollection(new Map([['order', document]]))).toMatchObject({
    item: [
      {
        name: 'order',
        description: 'Orders.',
        item: [
          {
            name: 'orders',
            description: 'Place and change.',
            item: [
              {
                name: 'Cancels an order',
                request: {
                  method: 'POST',
                  description: 'Releases the stock.',
                  auth: {
                    type: 'bearer',
                    bearer: [{ key: 'token', value: '{{customerToken}}', type: 'string' }],
                  },
                  url: {
                    raw: '{{order}}/v1/orders/:id/cancel/:sku',
                    host: ['{{order}}'],
                    path: ['v1', 'orders', ':id', 'cancel', ':sku'],
                    query: [{ key: 'dryRun', value: 'false', description: '', disabled: true }],
                    variable: [
                      { key: 'id', value: '{{orderId}}' },
                      { key: 'sku', value: 'TEA-EARL' },
                    ],
                  },
                  header: [
                    { key: 'Idempotency-Key', value: '{{$guid}}' },
                    { key: 'If-Match', value: '"3"', description: 'ETag', disabled: true },
                    { key: 'Content-Type', value: 'application/json' },
                  ],
                  body: { mode: 'raw', raw: '{\n  "reason": "Changed my mind"\n}' },
                },
              },
            ],
          },
        ],
      },
    ],
  });
});

it('has a variable for each service and each token that a request uses', () => {
  const used = JSON.stringify(postmanCollection(new Map([['order', document]]))).matchAll(/\{\{(\w+)\}\}/g);
  const { values } = demoEnvironment([{ name: 'order', port: 3000 }]) as {
    readonly values: readonly { readonly key: string; readonly value: string }[];
  };
  const known = values.map(({ key }) => key);
  expect([...used].map(([, name]) => name).filter((name) => !known.includes(name!))).toEqual([]);
  expect(values[0]).toEqual({ key: 'order', value: 'http://127.0.0.1:3000', enabled: true });
});
