import kafkajs from 'kafkajs';
import { type Codecs, OldFormat, decodeFetchResponse } from './fetch-response.js';
import { FetchSession, type TopicFetch } from './fetch-session.js';
import { type KafkaJsBroker, type Protocol, patchBroker, withRequests } from './kafkajs-broker.js';

interface FetchRequest {
  readonly topics: readonly TopicFetch[];
}

interface FetchResponse {
  /** Absent before version 7 of the protocol, as is the id. */
  readonly errorCode?: number;
  readonly sessionId?: number;
}

/** The one version whose responses are decoded here: the highest that kafkajs knows. */
const DECODED_VERSION = 11;

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
  const fetchings = new WeakMap<object, Fetching>();
  patchBroker('fetch', (fetch) => {
    return async function (this: KafkaJsBroker, request: object): Promise<object> {
      const fetching = fetchings.get(this) ?? { session: new FetchSession(), inFlight: false };
      fetchings.set(this, fetching);
      const { session } = fetching;
      // A session takes one request at a time; kafkajs sends one.
      if (fetching.inFlight) return fetch.call(this, request);
      fetching.inFlight = true;
      try {
        const { topics, ...sessionFields } = session.next((request as FetchRequest).topics);
        const broker = withRequests(
          this,
          (make) => (options) => decodedByUs(make({ ...options, ...sessionFields })),
        );
        const response = await fetch.call(broker, { ...request, topics });
        const { errorCode, sessionId = 0 } = response as FetchResponse;
        if (errorCode) session.reset();
        else session.answered(sessionId);
        return response;
      } catch (error) {
        session.reset();
        throw error;
      } finally {
        fetching.inFlight = false;
      }
    };
  });
}

function decodedByUs(protocol: Protocol): Protocol {
  const { request, response } = protocol;
  if (request.apiVersion !== DECODED_VERSION) return protocol;
  const decode = async (raw: Buffer): Promise<unknown> => {
    try {
      return await decodeFetchResponse(raw, kafkajsCodecs);
    } catch (error) {
      if (error instanceof OldFormat) return response.decode(raw);
      throw error;
    }
  };
  return { ...protocol, response: { ...response, decode } };
}

interface Codec {
  decompress(records: Buffer): Promise<Buffer>;
}

/** Those of kafkajs, to which a program can add its own. */
export const kafkajsCodecs: Codecs = (codec) => {
  const known = kafkajs.CompressionCodecs as Readonly<Record<number, (() => Codec) | undefined>>;
  const found = known[codec]?.();
  return found && ((records) => found.decompress(records));
};
