import { DomainError, type MessageType, type SchemaDraft, defineErrors } from '@waybill/kernel';
import type { ZodType } from 'zod';
import { withoutPersonalData } from './personal-data.js';
import { type JsonSchema, type OlderVersion, schemasOf } from './schemas.js';
import type { Story } from './story.js';

export const contractErrors = defineErrors({
  CONTRACT_BROKEN: { status: 422, description: 'The data of a message does not match its schema.' },
});

/** A message as it is written once; types, checks, documents and compatibility are made from it. */
export interface Contract<Type extends string = string, Data = unknown> extends MessageType<Type, Data> {
  /** `event`: a fact, for any consumer. `command`: a request to the service that owns the topic. */
  readonly kind: 'event' | 'command';
  /** The service that answers for it: it sends the event, or carries out the command. */
  readonly owner: string;
  readonly description: string;
  /** The place of an event on the timeline of docs/event-storming.md; commands have none. */
  readonly story?: Story | undefined;
  readonly schema: ZodType<Data>;
  readonly example: Data;
  /** Versions 1 to the one before the newest. */
  readonly older: readonly OlderVersion[];
  schemas(draft?: SchemaDraft): ReadonlyMap<number, JsonSchema>;
}

type Written<Type extends string, Data> = (WrittenCommand | WrittenEvent) & {
  readonly type: Type;
  readonly description: string;
  readonly schema: ZodType<Data>;
  readonly example: NoInfer<Data>;
  /** In their order; the version is one more than there are. */
  readonly older?: readonly OlderVersion[];
};

interface WrittenCommand {
  readonly topic: `${string}.commands`;
  readonly story?: never;
}

interface WrittenEvent {
  readonly topic: `${string}.events`;
  readonly story: Story;
}

/** Topics that are not named after their service. */
const OWNERS: Readonly<Record<string, string>> = { catalog: 'order', customer: 'order' };

/**
 * A contract from its schemas. Parsing makes older versions new, step by step, so that handlers know one shape; it drops fields that
 * the schema does not know, as a newer sender may add some. Throws CONTRACT_BROKEN, which names each place by its JSON Pointer (RFC 6901).
 */
export function contract<Type extends string, Data>(written: Written<Type, Data>): Contract<Type, Data> {
  const { type, topic, schema, older = [] } = written;
  const version = older.length + 1;
  const [subject = '', plural] = topic.split('.');
  const schemas = new Map<SchemaDraft, ReadonlyMap<number, JsonSchema>>();
  return {
    ...written,
    withoutPersonalData: (data) => withoutPersonalData(type, data),
    older,
    version,
    kind: plural === 'commands' ? 'command' : 'event',
    owner: OWNERS[subject] ?? subject,
    // Made when it is first asked for: few processes ever are.
    schemas(draft = 'draft-2020-12') {
      const known = schemas.get(draft) ?? schemasOf({ ...written, older }, draft);
      schemas.set(draft, known);
      return known;
    },
    parse(data, from = version) {
      let newer = data;
      for (const [index, { schema: then, upcast }] of older.slice(from - 1).entries())
        newer = upcast(checked(type, from + index, then, newer) as never);
      return checked(type, Math.max(from, version), schema, newer);
    },
  };
}

function checked<Data>(type: string, version: number, schema: ZodType<Data>, data: unknown): Data {
  const { data: parsed, error } = schema.safeParse(data);
  if (!error) return parsed;
  const places = error.issues.map(({ path, message }) => `${pointerOf(path)}: ${message}`);
  throw new DomainError(
    contractErrors.CONTRACT_BROKEN,
    `not a ${type} of version ${version}: ${places.join('; ')}`,
  );
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('') || '/';
}
