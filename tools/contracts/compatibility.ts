/** The part of JSON Schema that contracts use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/** Released schemas, by message and version. */
export type Release = ReadonlyMap<string, ReadonlyMap<number, Schema>>;

export interface Breach {
  readonly message: string;
  readonly version: number;
  /** JSON Pointer into the message's data. */
  readonly at: string;
  /** What changed, which consumers break, and what to do instead. */
  readonly says: string;
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];
/** Keywords without effect on compatibility. Any change of a keyword that is neither here nor in COMPARED is a breach. */
const WORDS = ['title', 'description', 'examples', 'deprecated', 'default', '$id', '$schema'];
const COMPARED = [...WORDS, ...LOWER, ...UPPER, 'properties', 'required', 'items', 'enum'];

/**
 * Compares each released version with its current schema. Messages of a version are stored in topics, and other programs read and write
 * them. Therefore the new schema must accept all old messages, and the old schema all new messages.
 */
export function breaches(
  released: Release,
  now: Release,
  readersOf: (message: string) => readonly string[],
): Breach[] {
  return [...released].flatMap(([message, versions]) =>
    [...versions].flatMap(([version, before]) => {
      const after = now.get(message)?.get(version);
      const known = readersOf(message);
      const readers = known.length > 0 ? known.join(' and ') : 'unknown consumers';
      const newest = Math.max(...(now.get(message)?.keys() ?? [version]));
      const instead =
        version < newest
          ? `Leave version ${version} as it was: it is history.`
          : `Leave version ${version} as it was, and write version ${version + 1} with an upcaster from it.`;
      const breach = (at: string, what: string): Breach => ({
        message,
        version,
        at,
        says: `${what.replace('{readers}', readers)} ${instead}`,
      });
      if (!after) {
        const what = now.has(message) ? `version ${version} is gone` : 'the message is gone';
        return [breach('/', `${what}: it lies in topics for days, and {readers} could not read it.`)];
      }
      return compare(before, after, '').map(({ at, what }) => breach(at || '/', what));
    }),
  );
}

interface Change {
  readonly at: string;
  readonly what: string;
}

function compare(before: Schema, after: Schema, at: string): Change[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  const exact = [...keywords].filter(
    (keyword) => !COMPARED.includes(keyword) && !same(before[keyword], after[keyword]),
  );
  if (exact.length > 0) {
    const [keyword = ''] = exact;
    const changed = `${keyword} was ${say(before[keyword])} and is ${say(after[keyword])}`;
    return [{ at, what: `${changed}: {readers} may refuse new messages, and old ones may be refused here.` }];
  }
  return [
    ...enums(before, after, at),
    ...bounds(before, after, at),
    ...fields(before, after, at),
    ...(before.items && after.items ? compare(before.items, after.items, `${at}/items`) : []),
  ];
}

function enums(before: Schema, after: Schema, at: string): Change[] {
  if (!before.enum && !after.enum) return [];
  const [was, is] = [before.enum ?? [], after.enum ?? []];
  const gone = was.filter((value) => !is.includes(value));
  const added = is.filter((value) => !was.includes(value));
  return [
    ...gone.map((value) => ({
      at,
      what: `${say(value)} is no longer one of the values: messages in the topics that say it would be refused.`,
    })),
    ...added.map((value) => ({
      at,
      what: `${say(value)} is a new value: {readers} would refuse messages that say it.`,
    })),
  ];
}

function bounds(before: Schema, after: Schema, at: string): Change[] {
  const moved = (keyword: string, narrower: (was: number, is: number) => boolean): Change[] => {
    const [was, is] = [before[keyword], after[keyword]] as [number | undefined, number | undefined];
    if (was === is) return [];
    const narrowed = was === undefined || (is !== undefined && narrower(was, is));
    const breaks = narrowed
      ? 'messages in the topics beyond it would be refused.'
      : '{readers} would refuse messages that go beyond what it was.';
    return [{ at, what: `${keyword} was ${say(was)} and is ${say(is)}: ${breaks}` }];
  };
  return [
    ...LOWER.flatMap((keyword) => moved(keyword, (was, is) => is > was)),
    ...UPPER.flatMap((keyword) => moved(keyword, (was, is) => is < was)),
  ];
}

function fields(before: Schema, after: Schema, at: string): Change[] {
  const [was, is] = [before.properties ?? {}, after.properties ?? {}];
  const required = (schema: Schema, name: string): boolean => schema.required?.includes(name) ?? false;
  const gone = Object.keys(was).filter((name) => !(name in is));
  const added = Object.keys(is).filter((name) => !(name in was) && required(after, name));
  const kept = Object.keys(was).filter((name) => name in is);
  return [
    ...gone.map((name) => ({ at: `${at}/${name}`, what: 'the field is gone: {readers} may need it.' })),
    ...added.map((name) => ({
      at: `${at}/${name}`,
      what: 'a new field is required: messages in the topics do not have it and would be refused.',
    })),
    ...kept.flatMap((name) => {
      const place = `${at}/${name}`;
      const [then, now] = [required(before, name), required(after, name)];
      const change =
        then && !now
          ? [
              {
                at: place,
                what: 'the field is no longer required: {readers} would refuse messages without it.',
              },
            ]
          : !then && now
            ? [
                {
                  at: place,
                  what: 'the field has become required: messages in the topics may be without it and would be refused.',
                },
              ]
            : [];
      return [...change, ...compare(was[name]!, is[name]!, place)];
    }),
  ];
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function say(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
