import type { Contract } from '@waybill/contracts';
import { z } from 'zod';

/** The data of a message as JSON Schema, draft 2020-12. What a reader must accept: fields that it does not know included. */
export function jsonSchemaOf({ type, version, description, schema, example }: Contract): object {
  const { $schema, ...body } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: `/schemas/${type}/${version}`,
    title: `${type}, version ${version}`,
    description,
    ...body,
    examples: [example],
  };
}
