import { createRequire } from 'node:module';
import { FetchSession, type TopicFetch } from './fetch-session.js';

interface FetchRequest {
  readonly topics: readonly TopicFetch[];
}

interface FetchResponse {
  /** Absent before version 7 of the protocol, as is the id. */
  readonly errorCode?: number;
  readonly sessionId?: number;
  readonly responses: readonly unknown[];
}

type MakeRequest = (options: object) => unknown;

/** The part of kafkajs' broker that sends fetches. A consumer has a broker object of its own for each node. */
interface KafkaJsBroker {
  lookupRequest(apiKey: number, definition: unknown): MakeRequest;
  fetch(request: FetchRequest): Promise<FetchResponse>;
}

/** Known to every copy of this library in a process: a session within a session would miss partitions. */
const PATCHED = Symbol.for('waybill.kafkajs.fetch-sessions');

interface Fetching {
  readonly session: FetchSession;
  inFlight: boolean;
}

/**
 * kafkajs 2.2.4 names all partitions in each fetch and gets a batch for each of them, most of them empty: with 40 partitions most of the
 * work of a fetch, for the client and for Kafka. Its protocol knows fetch sessions, but nothing uses them. This does.
 */
export function useFetchSessions(): void {
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
      const response = await fetch.call(withFields(this, sessionFields), { ...request, topics });
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

/** The same broker, whose requests get these fields too. */
function withFields(broker: KafkaJsBroker, fields: object): KafkaJsBroker {
  const lookupRequest: KafkaJsBroker['lookupRequest'] = (apiKey, definition) => {
    const make = broker.lookupRequest(apiKey, definition);
    return (options) => make({ ...options, ...fields });
  };
  return Object.create(broker, { lookupRequest: { value: lookupRequest } }) as KafkaJsBroker;
}
