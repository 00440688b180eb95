import 'reflect-metadata';
import type { Hears } from './consumer.js';
import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants.js';

/** A method that `@Handles` declares. */
export interface Handler {
  readonly type: string;
  readonly topic: string;
  /** The consumer name of its claims. */
  readonly consumer: string;
  readonly hears?: Hears | undefined;
  readonly deferrable?: boolean | undefined;
  readonly method: string;
}

/** The handlers of a class, without an instance of it. */
export function handlersOf(controller: abstract new (...args: never[]) => object): Handler[] {
  const methods = Object.getOwnPropertyDescriptors(controller.prototype) as PropertyDescriptorMap;
  return Object.entries(methods).flatMap(([method, { value }]): Handler[] => {
    const extras =
      typeof value === 'function' && Reflect.getMetadata(PATTERN_EXTRAS_METADATA, value as object);
    if (!extras) return [];
    const [type] = Reflect.getMetadata(PATTERN_METADATA, value as object) as string[];
    const { topic, consumer, hears, deferrable } = extras as Omit<Handler, 'type' | 'method'>;
    return [
      { type: type!, topic, consumer, method, ...(hears && { hears }), ...(deferrable && { deferrable }) },
    ];
  });
}
