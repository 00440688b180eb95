import type { Contract, JsonSchema } from '@waybill/contracts';
import { headersOf } from '@waybill/messaging';

/** Schema format of payloads: the JSON Schema dialect of zod. */
const SCHEMA_FORMAT = 'application/schema+json;version=draft-2020-12';

/** Descriptions of the message headers, by name. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'always application/json',
  ce_specversion: 'CloudEvents 1.0, in Kafka’s binary mode',
  ce_id: 'uuidv7; the same when the message is sent again',
  ce_type: 'the name of the message',
  ce_source: 'the service that sent it, such as /order',
  ce_subject: 'what it is about; the record’s key',
  ce_time: 'when it was decided, RFC 3339',
  ce_dataschema: 'where every service serves its schema',
  ce_schemaid: 'of its schema in the registry, where there is one',
  ce_eventversion: 'version of its schema',
  ce_correlationid: 'the story that it belongs to',
  ce_causationid: 'the message or request that it follows from',
  ce_tenant: 'whose shop',
  traceparent: 'W3C trace context',
  ce_userid: 'who asked, where somebody did',
  ce_aggregatetype: 'what kind of thing it is about, where it has versions',
  ce_aggregateversion: 'the version that it made',
};

/** The headers that all messages have. */
export function headers(): object {
  const sent = headersOf({
    position: 0,
    shard: 0,
    topic: '',
    key: '',
    id: '',
    type: '',
    version: 1,
    source: '',
    body: '',
    time: new Date(0),
    correlationId: '',
    causationId: '',
    tenant: '',
    traceparent: '',
    userId: '',
    aggregateType: '',
    aggregateVersion: 1,
    schemaId: 1,
  });
  const properties = Object.keys(sent).map((name) => {
    const description = HEADERS[name];
    if (!description) throw new Error(`say in ${import.meta.filename} what the header ${name} means`);
    return [name, { type: 'string', description }];
  });
  const optional = ['ce_schemaid', 'ce_userid', 'ce_aggregatetype', 'ce_aggregateversion'];
  const required = Object.keys(sent).filter((name) => !optional.includes(name));
  return { type: 'object', properties: Object.fromEntries(properties), required };
}

/** The name of a message's version within a document. */
export const nameOf = ({ type }: Contract, version: number): string => `${type}.v${version}`;

/** Each version of a message, by its name. */
export function messagesOf(contract: Contract): [string, object][] {
  const { type, version: newest, kind, description, older, example } = contract;
  return [...contract.schemas()].map(([version, served]) => {
    const { $schema, $id, title: _, description: __, examples: ___, ...schema } = served;
    const own = { ce_type: type, ce_eventversion: String(version), ce_dataschema: $id };
    const properties = Object.fromEntries(
      Object.entries(own).map(([name, value]) => [name, { const: value }]),
    );
    const message = {
      name: type,
      title: `${type}, ${kind}, version ${version}${version < newest ? ', read but no longer sent' : ''}`,
      summary: description,
      contentType: 'application/json',
      headers: { type: 'object', allOf: [{ $ref: '#/components/schemas/headers' }, { properties }] },
      correlationId: { location: '$message.header#/ce_correlationid' },
      payload: { schemaFormat: SCHEMA_FORMAT, schema: { $id, ...schema } },
      bindings: { kafka: { key: { type: 'string', description: keyOf(schema) }, bindingVersion: '0.5.0' } },
      examples: [{ name: 'example', payload: (older[version - 1] ?? { example }).example }],
    };
    return [nameOf(contract, version), message];
  });
}

const KEYS = { orderId: 'the order’s id', sku: 'the SKU', customerId: 'the customer’s id' };

/** Description of a record's key: the first field of KEYS that the message has. */
function keyOf({ properties, required }: JsonSchema): string {
  const [name, key] = Object.entries(KEYS).find(([name]) => name in (properties as object))!;
  return (required as string[]).includes(name) ? key : `${key}, or the customer’s where there is none`;
}
