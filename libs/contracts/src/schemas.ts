import type { SchemaDraft } from '@waybill/kernel';
import { type ZodType, z } from 'zod';

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a message was: released once, never edited, and made newer step by step. */
export interface OlderVersion {
  readonly schema: ZodType;
  readonly example: unknown;
  /** To the next version; pure. */
  upcast(data: never): unknown;
}

interface Described {
  readonly type: string;
  readonly description: string;
  readonly schema: ZodType;
  readonly example: unknown;
  readonly older: readonly OlderVersion[];
}

/** The data of each version of a message. What a reader must accept: fields that it does not know included. */
export function schemasOf(contract: Described, target: SchemaDraft): ReadonlyMap<number, JsonSchema> {
  const { older, schema, example } = contract;
  const all = [...older, { schema, example }];
  return new Map(all.map((one, index) => [index + 1, jsonSchema(contract, target, index + 1, one)]));
}

function jsonSchema(
  { type, description, older }: Described,
  target: SchemaDraft,
  version: number,
  { schema, example }: Pick<OlderVersion, 'schema' | 'example'>,
): JsonSchema {
  const { $schema, ...body } = z.toJSONSchema(schema, { target, io: 'input' });
  return {
    $schema,
    $id: `/schemas/${type}/${version}`,
    title: `${type}, version ${version}`,
    description,
    ...(version <= older.length ? { deprecated: true } : {}),
    ...body,
    examples: [example],
  };
}
