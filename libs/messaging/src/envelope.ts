import { isUtf8 } from 'node:buffer';
import { DomainError, type Message, type MessageType, hasOnlyText, isText } from '@waybill/kernel';
import type { OutboxMessage } from '@waybill/outbox';
import type { Delivery } from './broker.js';
import { messagingErrors } from './messaging.errors.js';

/** The outbox columns that become headers. */
export type HeaderRow = Omit<OutboxMessage, 'position' | 'shard' | 'topic' | 'body'> & Partial<OutboxMessage>;

/** Headers of an outbox row: CloudEvents 1.0 in Kafka's binary mode, and W3C trace context. */
export function headersOf(row: HeaderRow): Record<string, string> {
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: row.id,
    ce_type: row.type,
    ce_source: row.source,
    ce_subject: row.key,
    ce_time: row.time.toISOString(),
    ce_dataschema: `/schemas/${row.type}/${row.version}`,
    ce_eventversion: String(row.version),
    ce_correlationid: row.correlationId,
    ce_causationid: row.causationId,
    ce_tenant: row.tenant,
    traceparent: row.traceparent,
    ...(row.schemaId === undefined ? {} : { ce_schemaid: String(row.schemaId) }),
    ...(row.userId === null ? {} : { ce_userid: row.userId }),
    ...(row.aggregateType === null ? {} : { ce_aggregatetype: row.aggregateType }),
    ...(row.aggregateVersion === null ? {} : { ce_aggregateversion: String(row.aggregateVersion) }),
  };
}

/** All message types by name. */
export type TypeRegistry = Pick<ReadonlyMap<string, MessageType>, 'get'>;

/** Parses a record. Throws a DomainError whose code names the problem. */
export function messageOf({ key, value, headers }: Delivery, types: TypeRegistry): Message {
  const header = (name: string): string => {
    const text = headers[name];
    if (!text) throw new DomainError(messagingErrors.BAD_HEADERS, `header ${name} is missing`);
    if (!isText(text)) throw badText(`header ${name}`);
    return text;
  };
  const type = types.get(header('ce_type'));
  if (!type)
    throw new DomainError(messagingErrors.UNKNOWN_TYPE, `no contract knows the type ${header('ce_type')}`);
  const version = Number(header('ce_eventversion'));
  if (!Number.isInteger(version) || version < 1)
    throw new DomainError(
      messagingErrors.UNKNOWN_VERSION,
      `${type.type} has no version ${header('ce_eventversion')}`,
    );
  const time = new Date(header('ce_time'));
  if (Number.isNaN(time.getTime()))
    throw new DomainError(messagingErrors.BAD_HEADERS, 'the header ce_time is not a valid timestamp');
  const data = type.parse(json(value), version);
  if (!isText(key)) throw badText('the key');
  return {
    id: header('ce_id'),
    type: type.type,
    version,
    source: header('ce_source'),
    key,
    time,
    data,
    correlationId: header('ce_correlationid'),
    causationId: header('ce_causationid'),
    userId: headers['ce_userid'],
    tenant: header('ce_tenant'),
    traceparent: header('traceparent'),
    aggregateType: headers['ce_aggregatetype'],
    aggregateVersion: headers['ce_aggregateversion'] ? Number(headers['ce_aggregateversion']) : undefined,
  };
}

const badText = (what: string): DomainError =>
  new DomainError(
    messagingErrors.BAD_TEXT,
    `${what} contains text that is not valid Unicode in UTF-8, or U+0000`,
  );

const ESCAPE = Buffer.from(String.raw`\u`);

function json(value: Buffer | null): unknown {
  const data = parsed(value);
  // JSON in UTF-8 can contain other than text only as an escape.
  if (value && (!isUtf8(value) || (value.includes(ESCAPE) && !hasOnlyText(data)))) throw badText('the value');
  return data;
}

function parsed(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    throw new DomainError(
      messagingErrors.BAD_JSON,
      value === null ? 'the record has no value' : 'the value is not valid JSON',
    );
  }
}
