import { DomainError, type MessageType } from '@waybill/kernel';
import type { ZodType } from 'zod';

/** A message as it is written once; types, checks, documents and compatibility are made from it. */
export interface Contract<Type extends string = string, Data = unknown> extends MessageType<Type, Data> {
  /** `event`: a fact, for whoever listens. `command`: a wish, for the one service that owns the topic. */
  readonly kind: 'event' | 'command';
  /** The service that answers for it: it sends the event, or carries out the command. */
  readonly owner: string;
  readonly description: string;
  readonly schema: ZodType<Data>;
  readonly example: Data;
}

interface Written<Type extends string, Data> {
  readonly type: Type;
  readonly version: number;
  readonly topic: string;
  readonly description: string;
  readonly schema: ZodType<Data>;
  readonly example: NoInfer<Data>;
}

/** Topics that are not named after their service. */
const OWNERS: Readonly<Record<string, string>> = { catalog: 'order', customer: 'order' };

/**
 * A contract from its schema. Parsing drops fields that the schema does not know: a newer sender may add some. Throws
 * CONTRACT_BROKEN, which names each place by its JSON Pointer (RFC 6901).
 */
export function contract<Type extends string, Data>(written: Written<Type, Data>): Contract<Type, Data> {
  const { type, version, topic, schema } = written;
  const [subject = '', plural] = topic.split('.');
  return {
    ...written,
    kind: plural === 'commands' ? 'command' : 'event',
    owner: OWNERS[subject] ?? subject,
    parse(data) {
      const { data: parsed, error } = schema.safeParse(data);
      if (!error) return parsed;
      const places = error.issues.map(({ path, message }) => `${pointerOf(path)}: ${message}`);
      throw new DomainError('CONTRACT_BROKEN', `not a ${type} of version ${version}: ${places.join('; ')}`);
    },
  };
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('') || '/';
}
