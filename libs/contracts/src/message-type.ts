import type { MessageType } from '@waybill/kernel';
import type { ZodType } from 'zod';

/** A message type from its schema. Parsing drops fields that the schema does not know: a newer sender may add some. */
export function messageType<Type extends string, Data>(
  type: Type,
  version: number,
  topic: string,
  schema: ZodType<Data>,
): MessageType<Type, Data> {
  return { type, version, topic, parse: (data) => schema.parse(data) };
}
