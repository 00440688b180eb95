import { expect, it } from '@jest/globals';
import { clientTypes } from './client-types.js';

const problem = (...fields: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(fields.map((field) => [field, { type: 'string', example: 'e' }])),
});

function document(own: string, schemas: Record<string, object>): object {
  const answer = (schema: string) => ({
    responses: {
      200: {
        description: 'OK',
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
      },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: own, version: '1' },
    paths: {
      [`/${own}`]: { get: { operationId: `get-${own}`, ...answer('Mine') } },
      '/health': { get: { operationId: 'getHealth', ...answer('Health') } },
      '/problem': { get: { operationId: 'getProblem', ...answer('Problem') } },
    },
    components: { schemas },
  };
}

it('writes once what all services have, unless it refers to what differs', async () => {
  const health = problem('up');
  const files = await clientTypes(
    new Map([
      ['orders', document('orders', { Mine: problem('a'), Health: health, Problem: problem('code') })],
      ['stock', document('stock', { Mine: problem('b'), Health: health, Problem: problem('code', 'sku') })],
    ]),
  );
  const has = (file: string, text: string) => files.get(file)?.includes(text);
  const where = (text: string) => ['shared', 'orders', 'stock'].filter((file) => has(file, text));
  expect({
    health: where(`'/health': {`),
    Health: where('    Health: {'),
    orders: where(`'/orders': {`),
    stock: where(`'/stock': {`),
    problem: where(`'/problem': {`),
    getProblem: where('  getProblem: {'),
    Problem: where('    Problem: {'),
    extension: where('export interface paths extends shared.paths {'),
    examples: where('@example'),
  }).toEqual({
    health: ['shared'],
    Health: ['shared'],
    orders: ['orders'],
    stock: ['stock'],
    problem: ['orders', 'stock'],
    getProblem: ['orders', 'stock'],
    Problem: ['orders', 'stock'],
    extension: ['orders', 'stock'],
    examples: [],
  });
});
