import { describe, expect, it } from '@jest/globals';
import { messageTypes } from '@waybill/contracts';
import { grantsOf } from './acls.js';
import { commandsOf } from './commands.js';
import { declared } from './declared.js';

const code = await declared();
const grants = grantsOf(code, (service) => `User:${service}`);
const acls = grants.flatMap((grant) => grant.acls);
const principalsThat = (operation: string, topic: string): string[] =>
  acls.filter((acl) => acl.operation === operation && acl.name === topic).map(({ principal }) => principal);

describe('the ACLs of the services', () => {
  it('give each topic one writer', () => {
    const writers = code.topics.map(({ name }) => [name, principalsThat('Write', name)]);
    expect(Object.fromEntries(writers)).toEqual({
      'catalog.events': ['User:order'],
      'customer.events': ['User:order'],
      'inventory.commands': ['User:order'],
      'inventory.events': ['User:inventory'],
      'notification.events': ['User:notification'],
      'order.events': ['User:order'],
      'payment.commands': ['User:order'],
      'payment.events': ['User:payment'],
      'shipping.commands': ['User:order'],
      'shipping.events': ['User:shipping'],
      ...Object.fromEntries(code.apps.map(({ name }) => [`${name}.dead-letters`, [`User:${name}`]])),
    });
  });

  it('let commands be read by the service that carries them out, and the audit', () => {
    for (const { topic, owner } of [...messageTypes.values()].filter(({ kind }) => kind === 'command'))
      expect(principalsThat('Read', topic)).toEqual([`User:${owner}`, 'User:audit']);
  });

  it('of a service that only listens are these', () => {
    const topics = code.topics.map(({ name }) => name).sort();
    const its = { principal: 'User:analytics', resource: 'topic', pattern: 'literal' };
    const group = { principal: 'User:analytics', resource: 'group' };
    expect(grants.find(({ service }) => service === 'analytics')!.acls).toEqual([
      { ...its, operation: 'Write', name: 'analytics.dead-letters' },
      { ...its, operation: 'Read', name: 'customer.events' },
      { ...its, operation: 'Read', name: 'order.events' },
      { ...its, operation: 'Read', name: 'payment.events' },
      ...topics.map((name) => ({ ...its, operation: 'Describe', name })),
      ...topics.map((name) => ({ ...its, operation: 'DescribeConfigs', name })),
      { ...group, operation: 'Read', name: 'order-analytics', pattern: 'literal' },
      { ...group, operation: 'Read', name: 'waybill.reader.', pattern: 'prefixed' },
      { ...group, operation: 'Delete', name: 'waybill.reader.', pattern: 'prefixed' },
    ]);
  });

  it('become one command for each operation', () => {
    const topics = [{ name: 'a', partitions: 6, retentionMs: 1_000 }];
    const apps = [{ name: 'order' }];
    const grant = grantsOf(
      {
        apps,
        topics: [{ name: 'a' }, { name: 'b' }],
        topicOf: new Map([['a.sent', 'a']]),
        senders: [{ service: 'order', type: 'a.sent' }],
        handlers: [{ service: 'order', topic: 'b' }],
      },
      (service) => `User:${service}`,
    );
    expect(commandsOf(topics, grant, '--bootstrap-server k:1')).toEqual([
      '# Topics: once, and again after an upgrade that adds some',
      'kafka-topics.sh --bootstrap-server k:1 --create --if-not-exists --topic a --partitions 6 --config retention.ms=1000',
      '',
      '# order',
      "kafka-acls.sh --bootstrap-server k:1 --add --allow-principal 'User:order' --operation Write --topic a --topic order.dead-letters",
      "kafka-acls.sh --bootstrap-server k:1 --add --allow-principal 'User:order' --operation Read --topic b",
      "kafka-acls.sh --bootstrap-server k:1 --add --allow-principal 'User:order' --operation Describe --topic a --topic b",
      "kafka-acls.sh --bootstrap-server k:1 --add --allow-principal 'User:order' --operation DescribeConfigs --topic a --topic b",
      "kafka-acls.sh --bootstrap-server k:1 --add --allow-principal 'User:order' --operation Read --group waybill.order",
      '',
      '# audit',
      "kafka-acls.sh --bootstrap-server k:1 --add --allow-principal 'User:audit' --operation Read --topic a --topic b",
      "kafka-acls.sh --bootstrap-server k:1 --add --allow-principal 'User:audit' --operation Read --resource-pattern-type prefixed --group waybill.reader.",
      "kafka-acls.sh --bootstrap-server k:1 --add --allow-principal 'User:audit' --operation Delete --resource-pattern-type prefixed --group waybill.reader.",
    ]);
  });
});
