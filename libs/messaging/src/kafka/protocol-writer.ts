/** More than a varint of 32 bits has. */
const VARINT_BYTES = 5;

/** Writes the types of Kafka's protocol one after the other into a buffer that grows. */
export class ProtocolWriter {
  private buffer = Buffer.allocUnsafe(64 * 1_024);
  private at = 0;

  /** What was written, apart; the writer is empty then. */
  taken(): Buffer {
    const bytes = Buffer.from(this.buffer.subarray(0, this.at));
    this.at = 0;
    return bytes;
  }

  int8(value: number): this {
    this.at = this.room(1).writeInt8(value, this.at);
    return this;
  }

  int16(value: number): this {
    this.at = this.room(2).writeInt16BE(value, this.at);
    return this;
  }

  int32(value: number): this {
    this.at = this.room(4).writeInt32BE(value, this.at);
    return this;
  }

  uint32(value: number): this {
    this.at = this.room(4).writeUInt32BE(value, this.at);
    return this;
  }

  int64(value: number): this {
    this.at = this.room(8).writeBigInt64BE(BigInt(value), this.at);
    return this;
  }

  string(text: string): this {
    const length = Buffer.byteLength(text);
    this.int16(length);
    this.room(length).utf8Write(text, this.at, length);
    this.at += length;
    return this;
  }

  raw(bytes: Buffer): this {
    this.room(bytes.length).set(bytes, this.at);
    this.at += bytes.length;
    return this;
  }

  varint(value: number): this {
    this.room(VARINT_BYTES);
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    while (rest >= 0x80) {
      this.buffer[this.at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.at++] = rest;
    return this;
  }

  /** With the length before them. */
  bytes(value: Buffer | string | null): this {
    if (value === null) return this.varint(-1);
    if (typeof value !== 'string') return this.varint(value.length).raw(value);
    const length = Buffer.byteLength(value);
    this.varint(length);
    this.room(length).utf8Write(value, this.at, length);
    this.at += length;
    return this;
  }

  /** What `write` writes, with its length before it. */
  sized(write: () => void): this {
    const start = this.at;
    this.room(VARINT_BYTES);
    this.at += VARINT_BYTES;
    write();
    const end = this.at;
    this.at = start;
    this.varint(end - start - VARINT_BYTES);
    this.buffer.copyWithin(this.at, start + VARINT_BYTES, end);
    this.at += end - start - VARINT_BYTES;
    return this;
  }

  private room(length: number): Buffer & { utf8Write(text: string, at: number, length: number): number } {
    if (this.at + length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(2 * (this.at + length));
      larger.set(this.buffer.subarray(0, this.at));
      this.buffer = larger;
    }
    return this.buffer as never;
  }
}
