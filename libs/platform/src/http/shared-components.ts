/** End of the names of components of requests, until `shareComponents` has compared them with those of responses. */
export const INPUT = '.input';
const REFERENCE = /^#\/(?:\$defs|components\/schemas)\//;

/** A copy in which references to schemas have other names. */
export function withReferences(node: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => withReferences(item, rename));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && REFERENCE.test(value)
        ? [key, `#/components/schemas/${rename(value.replace(REFERENCE, ''))}`]
        : [key, withReferences(value, rename)],
    ),
  );
}

type Schemas = Readonly<Record<string, object>>;

/**
 * Gives the components of requests their names. A schema that reads the same in requests and responses is one component. If a default or
 * unknown fields make a difference, it is two, and that of requests is named `…Input`: a field with a default is optional for the sender and
 * always there in responses.
 */
export function shareComponents<Document extends { components?: { schemas?: object } }>(
  document: Document,
): Document {
  const schemas = (document.components?.schemas ?? {}) as Schemas;
  const base = (name: string): string => name.replace(INPUT, '');
  const text = (name: string): string => JSON.stringify(withReferences(schemas[name], base));
  const inputs = Object.keys(schemas).filter((name) => name.endsWith(INPUT));
  const differing = new Set(inputs.filter((name) => schemas[base(name)] && text(name) !== text(base(name))));
  for (let size = -1; size !== differing.size;) {
    size = differing.size;
    for (const name of inputs)
      if (schemas[base(name)] && referencesIn(schemas[name]).some((other) => differing.has(other)))
        differing.add(name);
  }
  const final = (name: string): string => (differing.has(name) ? `${base(name)}Input` : base(name));
  const taken = [...differing].map(final).filter((name) => schemas[name] || schemas[`${name}${INPUT}`]);
  if (taken.length > 0) throw new Error(`these names of schemas are taken by others: ${taken.join(', ')}`);
  const renamed = withReferences(document, final) as Document;
  const components = Object.entries(renamed.components?.schemas ?? {});
  return {
    ...renamed,
    components: {
      ...renamed.components,
      schemas: Object.fromEntries(components.map(([name, schema]) => [final(name), schema])),
    },
  };
}

function referencesIn(node: unknown): string[] {
  const names: string[] = [];
  withReferences(node, (name) => {
    names.push(name);
    return name;
  });
  return names;
}
