import { type Connection, type ConnectionPool, type Reader, ResponseError } from '@platformatic/kafka';
import {
  DECODED_VERSIONS,
  type PartitionResponse,
  type RequestedOffset,
  decodeFetchResponse,
} from '../fetch-response.js';

const FETCH = 1;

/** The response of a fetch as the library passes it on. */
export interface DecodedFetch {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly {
    readonly topicId: string;
    readonly partitions: readonly DecodedPartition[];
  }[];
}

interface DecodedPartition extends PartitionResponse {
  readonly partitionIndex: number;
  /** The library would look into them for what is aborted. */
  readonly records: null;
}

type Send = (
  ...args: [apiKey: number, apiVersion: number, payload: unknown, parser: Parser, ...rest: unknown[]]
) => void;
type Parser = (correlationId: number, apiKey: number, apiVersion: number, reader: Reader) => unknown;

/**
 * Connections whose fetches are decoded by us. The library decodes all partitions of a response or none, and knows no limit for what it
 * decompresses.
 */
export class DecodingPool {
  private readonly decoding = new WeakMap<Connection, Connection>();
  /** For the option `connectionPool` of a fetch. Always the same object: the library keeps a fetch session for each. */
  readonly connections: ConnectionPool;

  constructor(pool: ConnectionPool, requested: RequestedOffset) {
    const parser: Parser = (_, apiKey, apiVersion, reader) => parse(apiKey, apiVersion, reader, requested);
    const get = (
      broker: Parameters<ConnectionPool['get']>[0],
      callback: (error: Error | null, connection?: Connection) => void,
    ): void =>
      pool.get(broker, (error, connection) =>
        callback(error, connection && this.decodingOf(connection, parser)),
      );
    this.connections = Object.create(pool, { get: { value: get } }) as ConnectionPool;
  }

  private decodingOf(connection: Connection, parser: Parser): Connection {
    const known = this.decoding.get(connection);
    if (known) return known;
    const plain = connection.send.bind(connection) as Send;
    const send: Send = (apiKey, apiVersion, payload, original, ...rest) =>
      plain(apiKey, apiVersion, payload, isDecoded(apiKey, apiVersion) ? parser : original, ...rest);
    const decoding = Object.create(connection, { send: { value: send } }) as Connection;
    this.decoding.set(connection, decoding);
    return decoding;
  }
}

function isDecoded(apiKey: number, apiVersion: number): boolean {
  return apiKey === FETCH && apiVersion >= DECODED_VERSIONS.first && apiVersion <= DECODED_VERSIONS.last;
}

/** Throws the library's own error where Kafka reports one. */
function parse(apiKey: number, apiVersion: number, reader: Reader, requested: RequestedOffset): DecodedFetch {
  const raw = reader.buffer.subarray(reader.position).buffer;
  const { throttleMs, errorCode, sessionId, topics } = decodeFetchResponse(raw, apiVersion, requested);
  const response: DecodedFetch = {
    throttleTimeMs: throttleMs,
    errorCode,
    sessionId,
    responses: topics.map(({ topic, partitions }) => ({
      topicId: topic,
      partitions: partitions.map((one) => ({ ...one, partitionIndex: one.partition, records: null })),
    })),
  };
  const errors: Record<string, [number, null]> = {};
  if (errorCode !== 0) errors[''] = [errorCode, null];
  for (const [index, { partitions }] of topics.entries())
    for (const [at, partition] of partitions.entries())
      if (partition.errorCode !== 0)
        errors[`/responses/${index}/partitions/${at}`] = [partition.errorCode, null];
  if (Object.keys(errors).length > 0)
    throw new ResponseError(apiKey, apiVersion, errors as never, response as never);
  return response;
}
