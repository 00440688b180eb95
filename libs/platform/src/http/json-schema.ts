import { z } from 'zod';
import { INPUT, withReferences } from './shared-components.js';

const TIMES = new Set<string | undefined>(['date', 'date-time']);

/** OpenAPI extension with the error codes of a schema, other than VALIDATION_FAILED. */
export const CODES = 'x-codes';

interface JsonSchema {
  readonly schema: Record<string, unknown>;
  /** Named schemas that `schema` refers to. */
  readonly components: Record<string, Record<string, unknown>>;
}

/**
 * A body whose schema depends on another part of the request. OpenAPI documents `schema`, but the pipe does not check the body: the
 * route checks it with `parseInput`.
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

/**
 * Converts a zod schema to JSON Schema 2020-12 for OpenAPI 3.1, without keywords that do not help readers. Undefined for other schemas.
 * The names of components of requests end with `.input` until `shareComponents` has compared them with those of responses.
 */
export function jsonSchemaOf(given: unknown, io: 'input' | 'output'): JsonSchema | undefined {
  const schema = given instanceof DocumentedAs ? given.schema : given;
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $schema: _,
    $defs = {},
    ...json
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // `format` is enough: the regular expressions are very long.
      if (TIMES.has(jsonSchema.format)) delete jsonSchema.pattern;
      // Without a type of their own, further patterns are `unknown` in the types of clients.
      if (jsonSchema.type === 'string')
        for (const part of jsonSchema.allOf ?? []) if (typeof part === 'object') part.type = 'string';
      // Responses may get more fields, so clients must not refuse unknown ones.
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      const codes = io === 'input' ? codesOf(zodSchema) : [];
      if (codes.length > 0) jsonSchema[CODES] = codes;
    },
  });
  const named = (name: string): string => (io === 'input' ? `${name}${INPUT}` : name);
  const pointing = (node: object) => withReferences(node, named) as Record<string, unknown>;
  return {
    schema: pointing(json),
    components: Object.fromEntries(
      Object.entries($defs).map(([name, component]) => [named(name), pointing(component as object)]),
    ),
  };
}

/** The error codes of the checks of a schema as a whole, such as a rule for two of its fields. */
export function codesOfWhole(given: unknown): string[] {
  return given instanceof z.ZodType ? codesOf(given as unknown as z.core.$ZodTypes) : [];
}

type Complaint = ((issue: { input: undefined }) => unknown) | undefined;

/** The codes at the start of a schema's messages; see `issue`. */
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
