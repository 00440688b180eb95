import kafkajs from 'kafkajs';
import { CODEC_NUMBERS, decompress } from './codecs.js';
import { quickGzip } from './gzip.js';

/** For records in the format before Kafka 0.11, which kafkajs decodes itself, and for what it sends. It brings gzip alone. */
export function useCodecs(): void {
  const codecs: Record<number, () => unknown> = kafkajs.CompressionCodecs;
  for (const codec of CODEC_NUMBERS)
    codecs[codec] = () => ({ decompress: async (records: Buffer) => decompress(codec, records) });
  const gzip = kafkajs.CompressionTypes.GZIP;
  codecs[gzip] = () => ({
    compress: async ({ buffer }: { readonly buffer: Buffer }) => quickGzip(buffer),
    decompress: async (records: Buffer) => decompress(gzip, records),
  });
}
