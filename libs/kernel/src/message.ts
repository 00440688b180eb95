/**
 * Where an act comes from and what it belongs to. Made at the door (HTTP, consumer) and handed down unchanged:
 * what an act publishes has `messageId` as its cause, unless the context names another, and keeps everything else.
 */
export interface Context {
  /** uuidv7: with `consumer` the claim, so that the same message has one effect. */
  readonly messageId: string;
  /** Who acts: the literal name of the handler or HTTP route. Renaming it would forget what it has handled. */
  readonly consumer: string;
  readonly correlationId: string;
  /** The cause of what the act publishes, when it is not the message itself: an effect's answer belongs to who asked for it. */
  readonly causationId?: string | undefined;
  readonly userId?: string | undefined;
  readonly tenant: string;
  /** Where an HTTP request came from. Personal data: kept in an erasable row, never in an event or on a topic. */
  readonly origin?: Origin | undefined;
  /** W3C Trace Context. */
  readonly traceparent: string;
  /** Present when the caller may repeat the call and wants the first answer again. */
  readonly idempotency?: Idempotency | undefined;
  /** Set by who hands a message over again by hand: it is given the act and runs it in the unit of work's stead. */
  readonly takeOver?: ((act: (tx: never) => Promise<unknown>) => Promise<unknown>) | undefined;
}

export interface Origin {
  readonly ip: string;
  readonly userAgent: string;
}

export interface Idempotency {
  /** Subject, route and key in one string: another customer's key is another key. */
  readonly scope: string;
  /** Hash of the request's body; another body under the same key is refused. */
  readonly fingerprint: string;
  /** Called when an earlier answer is given again and nothing was done. */
  readonly onReplay?: () => void;
}

/** What travels between services: CloudEvents 1.0 attributes and our extensions, in code names. */
export interface Message<Type extends string = string, Data = unknown> {
  readonly id: string;
  readonly type: Type;
  readonly version: number;
  /** The service that says it: `/order`. */
  readonly source: string;
  /** Partition key: messages of one key are handled in order. */
  readonly key: string;
  readonly time: Date;
  readonly data: Data;
  readonly correlationId: string;
  readonly causationId: string;
  readonly userId?: string | undefined;
  readonly tenant: string;
  readonly traceparent: string;
  readonly aggregateType?: string | undefined;
  readonly aggregateVersion?: number | undefined;
}

/** The newest one is served and documented; older ones are what other software may know. */
export type SchemaDraft = 'draft-2020-12' | 'draft-07';

/** A published message type: its name, newest version, topic, and the check that its data passes. */
export interface MessageType<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version: number;
  readonly topic: string;
  /**
   * Returns the data in its newest shape, whichever version it was written in (the newest when absent); of a version that is newer
   * still, the part that is known. Throws an error that names what is wrong.
   */
  parse(data: unknown, version?: number): Data;
  /** JSON Schemas of its data by version, where they are to be served or registered. */
  schemas?(draft?: SchemaDraft): ReadonlyMap<number, object>;
}

export type MessageOf<T> = T extends MessageType<infer Type, infer Data> ? Message<Type, Data> : never;
export type DataOf<T> = T extends MessageType<string, infer Data> ? Data : never;

/** The context of an act that nobody’s message asked for: the time of an order had come. Its trace is the order’s own, and not sampled. */
export function whenDue(
  order: { readonly id: string; readonly tenant: string },
  consumer: string,
  messageId: string,
): Context {
  const traceparent = `00-${order.id.replace(/-/g, '')}-0000000000000001-00`;
  return { messageId, consumer, correlationId: order.id, tenant: order.tenant, traceparent };
}

/** The context in which a consumer acts on a message. */
export function contextOf(message: Message, consumer: string): Context {
  const { id, correlationId, userId, tenant, traceparent } = message;
  return { messageId: id, consumer, correlationId, userId, tenant, traceparent };
}
