import type { Contract } from '@waybill/contracts';
import { type ZodType, z } from 'zod';
import type { Schema } from './compatibility.js';

/** The data of each version of a message as JSON Schema, draft 2020-12. What a reader must accept: fields that it does not know included. */
export function schemasOf(contract: Contract): ReadonlyMap<number, Schema> {
  const { older, version, schema, example } = contract;
  const all = [...older, { schema, example }];
  return new Map(
    all.map((one, index) => [index + 1, jsonSchema(contract, index + 1 < version, index + 1, one)]),
  );
}

function jsonSchema(
  { type, description }: Contract,
  isOld: boolean,
  version: number,
  { schema, example }: { readonly schema: ZodType; readonly example: unknown },
): Schema {
  const { $schema, ...body } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: `/schemas/${type}/${version}`,
    title: `${type}, version ${version}`,
    description,
    ...(isOld ? { deprecated: true } : {}),
    ...body,
    examples: [example],
  } as Schema;
}
