import type { KafkaAcl, TopicSpec } from '@waybill/messaging';
import type { ServiceApp } from '@waybill/platform';
import type { Sender } from '../contracts/asyncapi.js';

/** Who only reads topics, and does so without a group of its own: `npm run audit`. */
export const AUDIT = 'audit';

/** The groups in which kafkajs reads topics for the audit and for replays; they are deleted afterwards. */
const READERS = 'waybill.reader.';

/** What the code declares. */
export interface Declared {
  readonly apps: readonly Pick<ServiceApp, 'name' | 'group' | 'view'>[];
  readonly topics: readonly Pick<TopicSpec, 'name'>[];
  /** The topic of each message type. */
  readonly topicOf: ReadonlyMap<string, string>;
  /** Which service sends which message type. */
  readonly senders: readonly Sender[];
  /** Which service handles messages of which topic. */
  readonly handlers: readonly { readonly service: string; readonly topic: string }[];
}

/** The ACLs of one service, or of the audit. */
export interface Grant {
  readonly service: string;
  readonly principal: string;
  readonly acls: readonly KafkaAcl[];
}

/**
 * The ACLs that each service needs, and no more. A service writes the topics of the messages that it sends and of its dead letters, reads the
 * topics that it handles as its group, and sees the partitions and settings of all topics. No service creates topics, transactions or cluster-wide
 * changes.
 */
export function grantsOf(declared: Declared, principalOf: (service: string) => string): Grant[] {
  const names = declared.topics.map(({ name }) => name);
  const services = declared.apps.map(({ name: service, group = `waybill.${service}`, view }) => {
    const sent = declared.senders.filter((sender) => sender.service === service);
    const written = [...sent.map(({ type }) => declared.topicOf.get(type)!), `${service}.dead-letters`];
    const read = declared.handlers.filter((handler) => handler.service === service).map(({ topic }) => topic);
    const allow = allowedTo(principalOf(service));
    const acls = [
      ...allow('Write', written),
      ...allow('Read', read),
      ...allow('Describe', names),
      ...allow('DescribeConfigs', names),
      ...inGroup(principalOf(service), 'Read', group, 'literal'),
      ...(view ? readers(principalOf(service)) : []),
    ];
    return { service, principal: principalOf(service), acls };
  });
  const principal = principalOf(AUDIT);
  return [
    ...services,
    { service: AUDIT, principal, acls: [...allowedTo(principal)('Read', names), ...readers(principal)] },
  ];
}

function allowedTo(principal: string) {
  return (operation: KafkaAcl['operation'], topics: readonly string[]): KafkaAcl[] =>
    [...new Set(topics)]
      .sort()
      .map((name) => ({ principal, operation, resource: 'topic', name, pattern: 'literal' }));
}

function inGroup(
  principal: string,
  operation: KafkaAcl['operation'],
  name: string,
  pattern: KafkaAcl['pattern'],
): KafkaAcl[] {
  return [{ principal, operation, resource: 'group', name, pattern }];
}

function readers(principal: string): KafkaAcl[] {
  return [
    ...inGroup(principal, 'Read', READERS, 'prefixed'),
    ...inGroup(principal, 'Delete', READERS, 'prefixed'),
  ];
}
