import { z } from 'zod';

/** The extension that lists the error codes of a schema, besides VALIDATION_FAILED. */
export const CODES = 'x-codes';

interface JsonSchema {
  readonly schema: Record<string, unknown>;
  /** The named schemas that it refers to. */
  readonly components: Record<string, Record<string, unknown>>;
}

/**
 * A body whose schema depends on another part of the request: documented as `schema` and handed over unchecked. The route checks
 * it with `parseInput`.
 */
export class DocumentedAs {
  /** Standard Schema, as Nest's pipe reads it. */
  readonly '~standard' = {
    version: 1,
    vendor: 'waybill',
    validate: (value: unknown) => ({ value }),
  } as const;

  constructor(readonly schema: z.ZodType) {}
}

/** A schema in the words of OpenAPI: what a caller reads, without what only zod's own checks need. */
export function jsonSchemaOf(given: unknown, io: 'input' | 'output'): JsonSchema | undefined {
  const schema = given instanceof DocumentedAs ? given.schema : given;
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $schema: _,
    definitions = {},
    ...json
  } = z.toJSONSchema(schema, {
    io,
    target: 'openapi-3.0',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // The format is enough; the regular expression is a page long.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      // What is answered may gain fields: a client that refuses unknown ones would break.
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      const codes = io === 'input' ? codesOf(zodSchema) : [];
      if (codes.length > 0) jsonSchema[CODES] = codes;
    },
  });
  return { schema: json, components: definitions as JsonSchema['components'] };
}

type Complaint = ((issue: { input: undefined }) => unknown) | undefined;

/** The codes in front of a schema's own messages: see `invalidInput`. */
function codesOf(schema: z.core.$ZodTypes): string[] {
  const { error, checks = [] } = schema._zod.def;
  const complaints = [error, ...checks.map((check) => check._zod.def.error)] as Complaint[];
  const codes = complaints.map((complaint) => /^([A-Z][A-Z_]+): /.exec(said(complaint))?.[1]);
  return [...new Set(codes.filter((code) => code !== undefined))];
}

function said(complaint: Complaint): string {
  const message = complaint?.({ input: undefined }) as { message?: string } | string | undefined;
  return (typeof message === 'string' ? message : message?.message) ?? '';
}
