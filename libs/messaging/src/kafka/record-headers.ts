import type { Cursor } from './cursor.js';

/** Names that come with every record: compared with its bytes, which is cheaper than to decode them. */
const KNOWN_NAMES = [
  'content-type',
  'ce_specversion',
  'ce_id',
  'ce_type',
  'ce_source',
  'ce_subject',
  'ce_time',
  'ce_dataschema',
  'ce_eventversion',
  'ce_correlationid',
  'ce_causationid',
  'ce_tenant',
  'traceparent',
  'ce_schemaid',
  'ce_userid',
  'ce_aggregatetype',
  'ce_aggregateversion',
].map((name) => ({ name, bytes: Buffer.from(name) }));

/** The headers of a record in the response of a fetch, decoded when they are asked for. */
export class RecordHeaders {
  /** At the first name; `count` pairs of a name and a value follow. */
  constructor(
    private readonly record: Cursor,
    private readonly count: number,
  ) {}

  /** The first value of this name as text; empty where there is none. */
  text(wanted: Buffer): string {
    const at = this.record.copy();
    for (let left = this.count; left > 0; left--) {
      const isWanted = at.isNext(wanted);
      at.skipBytes();
      if (isWanted) return at.text() ?? '';
      at.skipBytes();
    }
    return '';
  }

  /** All values as text, several of one name joined by commas; without those that are null. */
  texts(): Record<string, string> {
    const texts: Record<string, string> = {};
    const at = this.record.copy();
    for (let left = this.count; left > 0; left--) {
      const name = nameAt(at);
      const text = at.text();
      // Debezium's router writes a header without a value where the column is null.
      if (text === null) continue;
      texts[name] = texts[name] === undefined ? text : `${texts[name]},${text}`;
    }
    return texts;
  }

  /** As kafkajs gives them. */
  buffers(): Record<string, Buffer | (Buffer | null)[] | undefined> {
    const buffers: Record<string, Buffer | (Buffer | null)[] | undefined> = {};
    const at = this.record.copy();
    for (let left = this.count; left > 0; left--) {
      const name = nameAt(at);
      const value = at.bytes();
      const before = buffers[name];
      if (before === undefined) buffers[name] = value as Buffer;
      else buffers[name] = Array.isArray(before) ? [...before, value] : [before, value];
    }
    return buffers;
  }
}

function nameAt(at: Cursor): string {
  for (const { name, bytes } of KNOWN_NAMES)
    if (at.isNext(bytes)) {
      at.skipBytes();
      return name;
    }
  return at.text() ?? '';
}
