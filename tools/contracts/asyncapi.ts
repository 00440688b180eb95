import type { Contract } from '@waybill/contracts';
import { headersOf } from '@waybill/messaging';
import type { DeclaredHandler } from '@waybill/testing';

const reference = (...path: string[]) => ({ $ref: `#/${path.join('/')}` });

/** What each header of a message says, by its name; the names are those that are sent. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'always application/json',
  ce_specversion: 'CloudEvents 1.0, in Kafka’s binary mode',
  ce_id: 'uuidv7; the same when the message is sent again',
  ce_type: 'the name of the message',
  ce_source: 'the service that sent it, such as /order',
  ce_subject: 'what it is about; the record’s key',
  ce_time: 'when it was decided, RFC 3339',
  ce_dataschema: 'where its schema is served',
  ce_eventversion: 'version of its schema',
  ce_correlationid: 'the story that it belongs to',
  ce_causationid: 'the message or request that it follows from',
  ce_tenant: 'whose shop',
  traceparent: 'W3C trace context',
  ce_userid: 'who asked, where somebody did',
  ce_aggregatetype: 'what kind of thing it is about, where it has versions',
  ce_aggregateversion: 'the version that it made',
};

function headers(): object {
  const sent = headersOf({
    ...{ position: 0, shard: 0, topic: '', key: '', id: '', type: '', version: 1, source: '', body: '' },
    ...{ time: new Date(0), correlationId: '', causationId: '', tenant: '', traceparent: '' },
    ...{ userId: '', aggregateType: '', aggregateVersion: 1 },
  });
  const properties = Object.keys(sent).map((name) => {
    const description = HEADERS[name];
    if (!description) throw new Error(`say in ${import.meta.filename} what the header ${name} means`);
    return [name, { type: 'string', description }];
  });
  const optional = ['ce_userid', 'ce_aggregatetype', 'ce_aggregateversion'];
  const required = Object.keys(sent).filter((name) => !optional.includes(name));
  return { type: 'object', properties: Object.fromEntries(properties), required };
}

function messageOf(contract: Contract): object {
  const { type, version, kind, description, example } = contract;
  const {
    $schema,
    $id,
    title: _,
    description: __,
    examples: ___,
    ...payload
  } = contract.schemas().get(version)!;
  return {
    name: type,
    title: `${type}, ${kind}, version ${version}`,
    summary: description,
    contentType: 'application/json',
    headers: reference('components', 'schemas', 'headers'),
    correlationId: { location: '$message.header#/ce_correlationid' },
    payload: {
      schemaFormat: `application/schema+json;version=${String($schema).split('/').at(-2)}`,
      schema: { $id, ...payload },
    },
    examples: [{ name: 'example', payload: example }],
  };
}

export interface Sender {
  readonly service: string;
  readonly type: string;
}

/** AsyncAPI 3 of one service, or of all: what it sends and what it receives, with schemas and examples. */
export function asyncApi(
  title: string,
  description: string,
  contracts: readonly Contract[],
  senders: readonly Sender[],
  handlers: readonly DeclaredHandler[],
): object {
  const spoken = new Set([...senders, ...handlers].map(({ type }) => type));
  const messages = contracts.filter(({ type }) => spoken.has(type));
  const topics = [...new Set(messages.map(({ topic }) => topic))].sort();
  const on = (topic: string) => messages.filter((contract) => contract.topic === topic);
  const services = [...new Set([...senders, ...handlers].map(({ service }) => service))];
  const operations = services.flatMap((service) =>
    topics.flatMap((topic) => {
      const channel = reference('channels', topic);
      const operation = (action: 'send' | 'receive', types: ReadonlySet<string>) => {
        const own = on(topic).filter(({ type }) => types.has(type));
        if (own.length === 0) return [];
        const list = own.map(({ type }) => reference('channels', topic, 'messages', type));
        const summary = `${service} ${action}s ${own.map(({ type }) => type).join(', ')}`;
        return [[`${service}.${action}.${topic}`, { action, channel, summary, messages: list }]];
      };
      const of = (list: readonly Sender[]) =>
        new Set(list.filter((one) => one.service === service).map(({ type }) => type));
      return [...operation('send', of(senders)), ...operation('receive', of(handlers))];
    }),
  );
  return {
    asyncapi: '3.0.0',
    info: { title, version: '1.0.0', description, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      topics.map((topic) => [
        topic,
        {
          address: topic,
          description: `Key: ${/^(catalog|customer)/.test(topic) ? 'what it is about' : 'the order’s id, or the SKU where no order is concerned'}. In order per key.`,
          messages: Object.fromEntries(
            on(topic).map(({ type }) => [type, reference('components', 'messages', type)]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(operations),
    components: {
      messages: Object.fromEntries(messages.map((contract) => [contract.type, messageOf(contract)])),
      schemas: { headers: headers() },
    },
  };
}
