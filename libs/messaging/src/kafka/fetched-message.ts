import type { FetchedPartition, FetchedRecord } from './record-batches.js';
import type { RecordHeaders } from './record-headers.js';
import type { Undecodable } from './undecodable.js';

/** A message as kafkajs knows it; headers are decoded when they are asked for. */
export class FetchedMessage {
  readonly attributes = 0;
  readonly isControlRecord = false;

  constructor(private readonly record: FetchedRecord) {}

  get offset(): string {
    return String(this.record.offset);
  }

  get timestamp(): string {
    return String(this.record.timestamp);
  }

  get key(): Buffer | null {
    return this.record.key;
  }

  get value(): Buffer | null {
    return this.record.value;
  }

  get recordHeaders(): RecordHeaders {
    return this.record.headers;
  }

  get headers(): ReturnType<RecordHeaders['buffers']> {
    return this.record.headers.buffers();
  }
}

/** Takes kafkajs behind offsets without a message. It delivers no control records, and goes on behind them. */
class Gap {
  readonly isControlRecord = true;
  readonly offset: string;

  constructor(lastOffset: number) {
    this.offset = String(lastOffset);
  }
}

/** Stands where records cannot be decoded, after those before them. kafkajs has no other way to tell the consumer of one partition. */
export class UndecodableMessage {
  readonly isControlRecord = false;
  readonly offset: string;

  constructor(
    offset: number,
    readonly problem: Undecodable,
  ) {
    this.offset = String(offset);
  }
}

/** What kafkajs gets for a partition that was requested from this offset on. */
export function messagesOf({ records, next, problem }: FetchedPartition, from: number): object[] {
  const messages: object[] = records.map((record) => new FetchedMessage(record));
  if (next > from && records.at(-1)?.offset !== next - 1) messages.push(new Gap(next - 1));
  if (problem) messages.push(new UndecodableMessage(next, problem));
  return messages;
}
