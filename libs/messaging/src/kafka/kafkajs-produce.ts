import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';
import { type KafkaJsBroker, type Protocol, patchBroker, withRequests } from './kafkajs-broker.js';
import { type Compress, type ProduceOptions, encodeProduceRequest, isPlain } from './produce-request.js';

/** Versions of the request that have one format. */
const ENCODED_VERSIONS = { first: 3, last: 7 };

/** What kafkajs puts its head before. */
type Encoder = new (size: number) => { writeBuffer(bytes: Buffer): object };

/** kafkajs 2.2.4 takes 40 µs of CPU to encode a record with 15 headers. This encodes the same bytes in a fraction of the time. */
export function patchProduce(): void {
  const encoder = createRequire(import.meta.url)('kafkajs/src/protocol/encoder.js') as Encoder;
  patchBroker('produce', (produce) => {
    return function (this: KafkaJsBroker, request: object): Promise<object> {
      const broker = withRequests<ProduceOptions>(
        this,
        (make) => (options) => encodedByUs(make(options), options, encoder),
      );
      return produce.call(broker, request);
    };
  });
}

function encodedByUs(protocol: Protocol, options: ProduceOptions, Encoder: Encoder): Protocol {
  const { first, last } = ENCODED_VERSIONS;
  const { apiVersion } = protocol.request;
  if (apiVersion < first || apiVersion > last || !isPlain(options)) return protocol;
  const encode = async (): Promise<object> => {
    const bytes = await encodeProduceRequest(options, Date.now(), compressorOf(options));
    return new Encoder(bytes.length).writeBuffer(bytes);
  };
  return { ...protocol, request: { ...protocol.request, encode } };
}

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
}

function compressorOf({ compression = 0 }: ProduceOptions): Compress | undefined {
  const known = kafkajs.CompressionCodecs as Readonly<Record<number, (() => Codec) | undefined>>;
  const codec = known[compression]?.();
  return codec && ((buffer) => codec.compress({ buffer }));
}
