import type { Act } from './act.js';
import type { Preconditions } from './conflict.js';

/**
 * The origin of a handler call and its trace. Created by the HTTP layer or the consumer and passed on unchanged.
 * A published message gets `messageId` as its causation id, unless the context has another, and copies the other fields.
 */
export interface Context {
  /** UUIDv7. Together with `consumer` it is the claim, so that a message is handled once. */
  readonly messageId: string;
  /** Name of the handler or HTTP route. If it changed, claims under the old name would no longer be found. */
  readonly consumer: string;
  /** No claim is written: the work checks a row that it removes or changes, so a second run finds that nothing is left to do. */
  readonly unclaimed?: true | undefined;
  /** A caller waits for the response: the work runs before messages that wait. */
  readonly awaited?: true | undefined;
  /** No caller waits for the result: the work may wait for other work, to share its transaction. */
  readonly deferrable?: true | undefined;
  readonly correlationId: string;
  /** Causation id for published messages, if it is not `messageId`. The result of an effect belongs to the message that requested it. */
  readonly causationId?: string | undefined;
  readonly userId?: string | undefined;
  readonly tenant: string;
  /** Where an HTTP request came from. Personal data: kept in an erasable row, never in an event or on a topic. */
  readonly origin?: Origin | undefined;
  /** W3C Trace Context. */
  readonly traceparent: string;
  /** Set if the request has an Idempotency-Key: a repeated request gets the first response. */
  readonly idempotency?: Idempotency | undefined;
  /** Of an HTTP request: the handler compares them with the version of the resource. */
  readonly preconditions?: Preconditions | undefined;
  /** Set if an admin or operator acts: the unit of work records the act in its transaction. */
  readonly act?: Act | undefined;
  /** Set by a manual redrive: it receives the handler's work and runs it instead of the unit of work. */
  readonly takeOver?: ((work: (tx: never) => Promise<unknown>) => Promise<unknown>) | undefined;
}

export interface Origin {
  readonly ip: string;
  readonly userAgent: string;
}

export interface Idempotency {
  /** Subject, route and key in one string, so that equal keys of two customers differ. */
  readonly scope: string;
  /** Hash of the request. The same key with another request is refused. */
  readonly fingerprint: string;
  /** Whether a stored fingerprint is that of the request, also in the form of an earlier release. Default: whether they are equal. */
  readonly isFingerprint?: (stored: string) => boolean;
  /** Called when the stored response is returned. */
  readonly onReplay?: () => void;
}

/** A message between services: CloudEvents 1.0 attributes and our extensions, with the names used in code. */
export interface Message<Type extends string = string, Data = unknown> {
  readonly id: string;
  readonly type: Type;
  readonly version: number;
  /** The service that publishes it: `/order`. */
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

/** The newest draft is served and documented. Other software may only know the older one. */
export type SchemaDraft = 'draft-2020-12' | 'draft-07';

/** A published message type: its name, newest version, topic and validation. */
export interface MessageType<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version: number;
  readonly topic: string;
  /**
   * Validates data of any version (default: the newest) and returns it in the newest version. For an even newer version it
   * returns the known fields. Throws an error that says what is invalid.
   */
  parse(data: unknown, version?: number): Data;
  /** The data of any version, without names, addresses and words of customers. Absent in types that never contain any. */
  withoutPersonalData?(data: unknown): unknown;
  /** JSON Schemas of the data by version, for serving and for the registry. */
  schemas?(draft?: SchemaDraft): ReadonlyMap<number, object>;
}

export type MessageOf<T> = T extends MessageType<infer Type, infer Data> ? Message<Type, Data> : never;
export type DataOf<T> = T extends MessageType<string, infer Data> ? Data : never;

/** The context of work that no message caused: something about an order is due. Its trace id is the order id; it is not sampled. */
export function whenDue(
  order: { readonly id: string; readonly tenant: string },
  consumer: string,
  messageId: string,
): Context {
  const traceparent = `00-${order.id.replace(/-/g, '')}-0000000000000001-00`;
  return { messageId, consumer, correlationId: order.id, tenant: order.tenant, traceparent };
}

/**
 * For work whose result no caller waits for: its run may share the transaction of others. Not for handlers of messages: their consumer
 * fetches again when all that it fetched is handled.
 */
export function deferrable(context: Context): Context {
  return { ...context, awaited: undefined, deferrable: true };
}

/** The context in which a consumer handles a message. */
export function contextOf(message: Message, consumer: string): Context {
  const { id, correlationId, userId, tenant, traceparent } = message;
  return { messageId: id, consumer, correlationId, userId, tenant, traceparent };
}
