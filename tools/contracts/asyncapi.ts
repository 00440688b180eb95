import type { Contract } from '@waybill/contracts';
import type { DeclaredHandler } from '@waybill/shop';
import { headers, messagesOf, nameOf } from './asyncapi-message.js';

/** The document names no host: it is the same wherever the services run. */
const BROKERS = {
  host: '{brokers}',
  protocol: 'kafka',
  description: 'The brokers of the setting `KAFKA_BROKERS`',
  variables: { brokers: { default: 'localhost:9092', description: '`host:port`' } },
};

const reference = (...path: string[]) => ({ $ref: `#/${path.join('/')}` });

export interface Sender {
  readonly service: string;
  readonly type: string;
}

/** AsyncAPI 3 document of one service or of all: the messages sent and received, with schemas and examples. */
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
  const channels = topics.map((topic) => {
    const names = messages
      .filter((contract) => contract.topic === topic)
      .flatMap((contract) => versionsOf(contract).map((version) => nameOf(contract, version)));
    const own = names.map((name) => [name, reference('components', 'messages', name)]);
    const says = 'Messages with the same key are delivered in order.';
    return [topic, { address: topic, description: says, messages: Object.fromEntries(own) }];
  });
  const services = [...new Set([...senders, ...handlers].map(({ service }) => service))];
  return {
    asyncapi: '3.1.0',
    info: {
      title,
      version: '1.0.0',
      description,
      license: { name: 'MIT' },
      contact: { name: 'The team that operates these services' },
      tags: services.map((name) => ({ name })),
    },
    servers: { kafka: BROKERS },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(channels),
    operations: Object.fromEntries(
      services.flatMap((service) => operationsOf(service, messages, senders, handlers)),
    ),
    components: {
      messages: Object.fromEntries(messages.flatMap(messagesOf)),
      schemas: { headers: headers() },
    },
  };
}

const versionsOf = ({ version }: Contract): number[] =>
  Array.from({ length: version }, (_, index) => index + 1);

const DESCRIPTIONS = {
  send: 'Messages are published after the transaction that decided them, at least once.',
  receive:
    'A message that is received again has no second effect. One that cannot be handled becomes a dead letter.',
};

/** Operations by topic. A service sends only the newest version of a message and receives every version. */
function operationsOf(
  service: string,
  messages: readonly Contract[],
  senders: readonly Sender[],
  handlers: readonly DeclaredHandler[],
): [string, object][] {
  const own = ({ service: name }: Sender): boolean => name === service;
  const group = handlers.find(own)?.group;
  const sides = [
    { action: 'send' as const, list: senders, versions: ({ version }: Contract) => [version], bindings: {} },
    {
      action: 'receive' as const,
      list: handlers,
      versions: versionsOf,
      bindings: {
        bindings: { kafka: { groupId: { type: 'string', enum: [group] }, bindingVersion: '0.5.0' } },
      },
    },
  ];
  return sides.flatMap(({ action, list, versions, bindings }) => {
    const types = new Set(list.filter(own).map(({ type }) => type));
    const spoken = Map.groupBy(
      messages.filter(({ type }) => types.has(type)),
      ({ topic }) => topic,
    );
    return [...spoken].map(([topic, contracts]): [string, object] => {
      const summary = `${service} ${action}s ${contracts.map(({ type }) => type).join(', ')}`;
      const description = DESCRIPTIONS[action];
      const names = contracts.flatMap((contract) =>
        versions(contract).map((version) => nameOf(contract, version)),
      );
      const references = names.map((name) => reference('channels', topic, 'messages', name));
      return [
        `${service}.${action}.${topic}`,
        {
          action,
          channel: reference('channels', topic),
          summary,
          description,
          messages: references,
          ...bindings,
        },
      ];
    });
  });
}
