import { Undecodable } from './undecodable.js';

const MAGIC = 0x184d2204;
/** Bits of the first byte of the descriptor. */
const BLOCK_CHECKSUMS = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;
const CHECKSUM_BYTES = 4;
const UNCOMPRESSED = 0x8000_0000;
/** No byte of a block becomes more than these. */
const LARGEST_RATIO = 255;

/**
 * The first LZ4 frame, with the most bytes that it can become. Frames do not say how large they become, but each of their blocks has a
 * limit.
 */
export function firstFrame(bytes: Buffer): { readonly frame: Buffer; readonly atMost: number } {
  try {
    const [flags, blocks] = [bytes.readUInt8(4), bytes.readUInt8(5)];
    if (bytes.readUInt32LE(0) !== MAGIC) throw new RangeError();
    const blockBytes = 256 << (2 * ((blocks >> 4) & 7));
    let at = 7 + (flags & CONTENT_SIZE ? 8 : 0) + (flags & DICTIONARY ? 4 : 0);
    let atMost = 0;
    for (;;) {
      const size = bytes.readUInt32LE(at);
      at += 4;
      if (size === 0) break;
      const length = size % UNCOMPRESSED;
      atMost += size >= UNCOMPRESSED ? length : Math.min(blockBytes, length * LARGEST_RATIO);
      at += length + (flags & BLOCK_CHECKSUMS ? CHECKSUM_BYTES : 0);
    }
    at += flags & CONTENT_CHECKSUM ? CHECKSUM_BYTES : 0;
    if (at > bytes.length) throw new RangeError();
    return { frame: bytes.subarray(0, at), atMost };
  } catch (error) {
    if (error instanceof RangeError) throw new Undecodable('they are no valid LZ4 frame');
    throw error;
  }
}
