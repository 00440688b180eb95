const HIGH = 2 ** 32;

/** Reads the types of Kafka's protocol one after the other. Numbers of 64 bits are exact up to 2^53, as offsets and times are. */
export class Cursor {
  constructor(
    private readonly buffer: Buffer,
    private at = 0,
  ) {}

  get left(): number {
    return this.buffer.length - this.at;
  }

  copy(): Cursor {
    return new Cursor(this.buffer, this.at);
  }

  int8(): number {
    return this.buffer.readInt8((this.at += 1) - 1);
  }

  int16(): number {
    return this.buffer.readInt16BE((this.at += 2) - 2);
  }

  int32(): number {
    return this.buffer.readInt32BE((this.at += 4) - 4);
  }

  int64(): number {
    const high = this.int32();
    return high * HIGH + this.buffer.readUInt32BE((this.at += 4) - 4);
  }

  /** Exact also beyond 2^53, such as ids of producers. */
  int64Text(): string {
    return String(this.buffer.readBigInt64BE((this.at += 8) - 8));
  }

  uint32(): number {
    return this.buffer.readUInt32BE((this.at += 4) - 4);
  }

  string(): string {
    const length = this.int16();
    return this.buffer.toString('utf8', this.at, (this.at += length));
  }

  /** As flexible versions of a request write lengths: one more than they are. */
  compactLength(): number {
    return this.uvarint() - 1;
  }

  compactString(): string {
    const length = this.compactLength();
    return this.buffer.toString('utf8', this.at, (this.at += length));
  }

  uuid(): string {
    return this.buffer
      .toString('hex', this.at, (this.at += 16))
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  /** Fields that a later version of the protocol added. */
  skipTags(): void {
    for (let left = this.uvarint(); left > 0; left--) {
      this.uvarint();
      this.skip(this.uvarint());
    }
  }

  /** Throws RangeError behind the end. */
  uvarint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.buffer[this.at++];
      if (byte === undefined) throw new RangeError('it ends in a number');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  varint(): number {
    const value = this.uvarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** The next bytes, with their length before them. Shares memory with the response. */
  bytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.buffer.subarray(this.at, (this.at += length));
  }

  text(): string | null {
    const length = this.varint();
    return length < 0 ? null : this.buffer.toString('utf8', this.at, (this.at += length));
  }

  skipBytes(): void {
    this.skip(Math.max(0, this.varint()));
  }

  skip(length: number): void {
    this.at += length;
  }

  /** Whether the next bytes are these, which have less than 64. Stays where it is. */
  isNext(bytes: Buffer): boolean {
    const { length } = bytes;
    if (this.buffer[this.at] !== length * 2) return false;
    const start = this.at + 1;
    for (let index = length - 1; index >= 0; index--)
      if (this.buffer[start + index] !== bytes[index]) return false;
    return true;
  }

  /** All bytes that are left. Stays where it is; shares memory. */
  rest(): Buffer {
    return this.buffer.subarray(this.at);
  }

  /** The next so many bytes, apart. Shares memory. */
  slice(length: number): Buffer {
    return this.buffer.subarray(this.at, (this.at += length));
  }
}
