import { createRequire } from 'node:module';
import { DECODED_VERSIONS, type RequestedOffset, decodeFetchResponse } from './fetch-response.js';
import { FetchSession, type TopicFetch } from './fetch-session.js';
import { messagesOf } from './fetched-message.js';

interface FetchRequest {
  readonly topics: readonly TopicFetch[];
}

interface FetchResponse {
  /** Absent before version 7 of the protocol, as is the id. */
  readonly errorCode?: number;
  readonly sessionId?: number;
  readonly responses: readonly unknown[];
}

interface Protocol {
  readonly request: { readonly apiVersion: number };
  readonly response: { decode(raw: Buffer): Promise<unknown> };
}

type MakeRequest = (options: object) => Protocol;

/** The part of kafkajs' broker that sends fetches. A consumer has a broker object of its own for each node. */
interface KafkaJsBroker {
  lookupRequest(apiKey: number, definition: unknown): MakeRequest;
  fetch(request: FetchRequest): Promise<FetchResponse>;
}

/** Known to every copy of this library in a process: a session within a session would miss partitions. */
const PATCHED = Symbol.for('waybill.kafkajs.fetch');

interface Fetching {
  readonly session: FetchSession;
  inFlight: boolean;
}

/**
 * kafkajs 2.2.4 names all partitions in each fetch and gets a batch for each of them, most of them empty: with 40 partitions most of the
 * work of a fetch, for the client and for Kafka. Its protocol knows fetch sessions, but nothing uses them. This does, and it decodes the
 * responses itself.
 */
export function patchFetch(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/broker/index.js') as {
    prototype: KafkaJsBroker;
  };
  if (Object.hasOwn(prototype, PATCHED)) return;
  Object.defineProperty(prototype, PATCHED, { value: true });
  const fetchings = new WeakMap<object, Fetching>();
  const { fetch } = prototype;
  prototype.fetch = async function (this: KafkaJsBroker, request: FetchRequest): Promise<FetchResponse> {
    const fetching = fetchings.get(this) ?? { session: new FetchSession(), inFlight: false };
    fetchings.set(this, fetching);
    const { session } = fetching;
    // A session takes one request at a time; kafkajs sends one.
    if (fetching.inFlight) return fetch.call(this, request);
    fetching.inFlight = true;
    try {
      const { topics, ...sessionFields } = session.next(request.topics);
      const broker = withFields(this, sessionFields, offsetsIn(request));
      const response = await fetch.call(broker, { ...request, topics });
      if (response.errorCode) session.reset();
      else session.answered(response.sessionId ?? 0);
      return response;
    } catch (error) {
      session.reset();
      throw error;
    } finally {
      fetching.inFlight = false;
    }
  };
}

function offsetsIn({ topics }: FetchRequest): RequestedOffset {
  return (topic, partition) => {
    const { partitions } = topics.find((one) => one.topic === topic)!;
    return Number(partitions.find((one) => one.partition === partition)!.fetchOffset);
  };
}

/** The same broker, whose requests get these fields too, and whose responses are decoded by us. */
function withFields(broker: KafkaJsBroker, fields: object, requested: RequestedOffset): KafkaJsBroker {
  const lookupRequest: KafkaJsBroker['lookupRequest'] = (apiKey, definition) => {
    const make = broker.lookupRequest(apiKey, definition);
    return (options) => decodedByUs(make({ ...options, ...fields }), requested);
  };
  return Object.create(broker, { lookupRequest: { value: lookupRequest } }) as KafkaJsBroker;
}

function decodedByUs(protocol: Protocol, requested: RequestedOffset): Protocol {
  const { request, response } = protocol;
  if (request.apiVersion < DECODED_VERSIONS.first) return protocol;
  const decode = async (raw: Buffer): Promise<unknown> => {
    const decoded = decodeFetchResponse(raw, request.apiVersion, requested);
    const isOld = decoded.topics.some(({ partitions }) =>
      partitions.some(({ fetched }) => fetched.problem?.oldFormat),
    );
    const ours = asKafkajs(decoded, requested);
    // If kafkajs cannot decode it either, the partition is stopped.
    return isOld ? response.decode(raw).catch(() => ours) : ours;
  };
  return { ...protocol, response: { ...response, decode } };
}

/** The response as kafkajs decodes it, with messages of aborted transactions and control records left out. */
function asKafkajs(
  { throttleMs, errorCode, sessionId, topics }: ReturnType<typeof decodeFetchResponse>,
  requested: RequestedOffset,
): object {
  const responses = topics.map(({ topic, partitions }) => ({
    topicName: topic,
    partitions: partitions.map(({ fetched, startOffset, ...partition }) => ({
      ...partition,
      lastStartOffset: startOffset,
      abortedTransactions: [],
      messages: messagesOf(fetched, requested(topic, partition.partition)),
    })),
  }));
  // Kafka has not throttled the request itself: the client is to wait for `clientSideThrottleTime`.
  return { throttleTime: 0, clientSideThrottleTime: throttleMs, errorCode, sessionId, responses };
}
