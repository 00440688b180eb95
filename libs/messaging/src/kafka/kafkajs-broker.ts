import { createRequire } from 'node:module';

export interface Protocol {
  readonly request: { readonly apiVersion: number; encode(): Promise<unknown> };
  readonly response: { decode(raw: Buffer): Promise<unknown> };
}

/** Makes the request of a call, in the highest version that client and broker know. */
export type MakeRequest<Options> = (options: Options) => Protocol;

/** The parts of kafkajs' broker that send fetches and records. Each client has a broker object of its own for each node. */
export interface KafkaJsBroker {
  lookupRequest(apiKey: number, definition: unknown): MakeRequest<object>;
  fetch(request: object): Promise<object>;
  produce(request: object): Promise<object>;
}

/**
 * Replaces a method of kafkajs' broker by one that gets the method as it was. Once per process, however many copies of this library it
 * loads.
 */
export function patchBroker<Method extends 'fetch' | 'produce'>(
  method: Method,
  patched: (before: KafkaJsBroker[Method]) => KafkaJsBroker[Method],
): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/broker/index.js') as {
    prototype: KafkaJsBroker;
  };
  const mark = Symbol.for(`waybill.kafkajs.${method}`);
  if (Object.hasOwn(prototype, mark)) return;
  Object.defineProperty(prototype, mark, { value: true });
  prototype[method] = patched(prototype[method]);
}

/** The same broker, whose requests are made by another function. */
export function withRequests<Options extends object>(
  broker: KafkaJsBroker,
  changed: (make: MakeRequest<Options>) => MakeRequest<Options>,
): KafkaJsBroker {
  const lookupRequest = (apiKey: number, definition: unknown): MakeRequest<Options> =>
    changed(broker.lookupRequest(apiKey, definition) as MakeRequest<Options>);
  return Object.create(broker, { lookupRequest: { value: lookupRequest } }) as KafkaJsBroker;
}
