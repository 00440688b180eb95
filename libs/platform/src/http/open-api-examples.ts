import type { OpenAPIObject } from '@nestjs/swagger';

interface Schema {
  readonly $ref?: string;
  readonly example?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}
interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: object;
}
interface Bodies {
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly parameters?: { schema?: Schema; example?: unknown }[];
  readonly requestBody?: Bodies;
  readonly responses: Readonly<Record<string, Bodies>>;
}

/**
 * Moves the examples of schemas to the requests and responses that have them, where tools look for them. The example of a named schema is a
 * component of the same name.
 */
export function placeExamples(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const examples: Record<string, { value: unknown }> = {};
  for (const path of Object.values(document.paths))
    for (const operation of Object.values(path) as Operation[]) {
      for (const parameter of operation.parameters ?? []) placeExample(parameter);
      for (const { content = {} } of [operation.requestBody ?? {}, ...Object.values(operation.responses)])
        for (const media of Object.values(content)) placeExample(media);
    }
  const placed = Object.entries(schemas).map(([name, { example, ...schema }]) => {
    const stays = example !== undefined && !examples[name];
    return [name, stays ? { ...schema, examples: [example] } : schema] as const;
  });
  return {
    ...document,
    components: { ...document.components, examples, schemas: Object.fromEntries(placed) },
  } as OpenAPIObject;

  function placeExample(media: Media): void {
    const { schema } = media;
    if (!schema || media.example !== undefined) return;
    const names = namesIn(schema);
    if (names.length > 0) {
      for (const name of names) examples[name] = { value: schemas[name]!.example };
      media.examples = Object.fromEntries(
        names.map((name) => [name, { $ref: `#/components/examples/${name}` }]),
      );
      return;
    }
    const { example = itemExample(schema), ...rest } = schema;
    if (example === undefined) return;
    media.schema = rest;
    media.example = example;
  }

  /** The named schemas with examples that a body has, if it has one of them. */
  function namesIn({ $ref, anyOf = [] }: Schema): string[] {
    const name = $ref?.split('/').at(-1);
    if (name !== undefined) return schemas[name]?.example === undefined ? [] : [name];
    return anyOf.flatMap(namesIn);
  }

  function itemExample({ items }: Schema): unknown {
    if (!items) return undefined;
    const [name] = namesIn(items);
    const item = name === undefined ? items.example : schemas[name]!.example;
    return item === undefined ? undefined : [item];
  }
}
