import { DomainError, type MessageType } from '@waybill/kernel';
import type { ZodType } from 'zod';

/**
 * A message type from its schema. Parsing drops fields that the schema does not know: a newer sender may add some. Throws
 * CONTRACT_BROKEN, which names each place by its JSON Pointer (RFC 6901).
 */
export function messageType<Type extends string, Data>(
  type: Type,
  version: number,
  topic: string,
  schema: ZodType<Data>,
): MessageType<Type, Data> {
  return {
    ...{ type, version, topic },
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
