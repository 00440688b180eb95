import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Broker } from '@waybill/messaging';
import { brokerFrom } from '@waybill/platform';
import { eventually, nextTestMessage } from '@waybill/testing';
import { AUDIT } from './acls.js';
import { KafkaWithAcls } from './kafka-with-acls.fixture.js';

const kafka = new KafkaWithAcls();
const topics = kafka.topics.map(({ name }) => name);
beforeAll(() => kafka.start());
afterAll(() => kafka.stop());

const REFUSALS = {
  kafkajs: 'Not authorized to access topics: [Topic authorization failed]',
  platformatic: 'Producing messages failed.',
};

function as(service: string, KAFKA_CLIENT: string): Broker {
  return brokerFrom({ ...kafka.environmentOf(service), KAFKA_CLIENT }, service);
}

/** What happens to a message for each of these topics, one after the other. */
async function written({ publisher }: Broker, to: readonly string[]): Promise<string[]> {
  const results: string[] = [];
  for (const topic of to)
    await publisher.publish([nextTestMessage(topic, 'k', '{}')], 10_000).then(
      () => results.push(`${topic}: written`),
      (error: Error) => results.push(`${topic}: ${error.message}`),
    );
  return results;
}

describe.each(['kafkajs', 'platformatic'] as const)(
  'services with their ACLs alone, and %s',
  (kafkaClient) => {
    it('find the topics, write their own, and receive as their groups what the others write', async () => {
      const services = kafka.grants.map(({ service }) => service);
      const brokers = new Map(services.map((service) => [service, as(service, kafkaClient)]));
      for (const [service, broker] of brokers) {
        expect(await broker.ensureTopics(kafka.topics)).toEqual(
          // It creates no topics, and need not know how they are set.
          service === AUDIT ? [expect.stringMatching(/^the settings of topics could not be checked/)] : [],
        );
        const own = topics.filter((topic) => kafka.allows(service, 'Write', topic));
        expect(await written(broker, own)).toEqual(own.map((topic) => `${topic}: written`));
      }
      const seen = new Map(services.map((service) => [service, new Set<string>()]));
      const consumptions = await Promise.all(
        [...brokers].flatMap(([service, broker]) => {
          const group = kafka.groupOf(service);
          if (group === undefined) return [];
          const read = topics.filter((topic) => kafka.allows(service, 'Read', topic));
          const handle = async (records: readonly { topic: string }[]) =>
            records.forEach(({ topic }) => seen.get(service)!.add(topic));
          return [broker.subscribe({ group, topics: read, handle })];
        }),
      );
      for (const service of services.filter((name) => kafka.groupOf(name) !== undefined))
        await eventually(() =>
          expect([...seen.get(service)!].sort()).toEqual(
            topics.filter((topic) => kafka.allows(service, 'Read', topic)).sort(),
          ),
        );
      await Promise.all(consumptions.map((consumption) => consumption.stop()));
      await Promise.all([...brokers.values()].map((broker) => broker.close()));
    });

    it('are refused a command of another service', async () => {
      const notification = as('notification', kafkaClient);
      expect(await written(notification, ['payment.commands'])).toEqual([
        `payment.commands: ${REFUSALS[kafkaClient]}`,
      ]);
      await notification.close();
    });
  },
);

it('no service writes or reads a topic that it does not need, also without a group', async () => {
  const found = await Promise.all(
    kafka.grants.map(async ({ service }) => {
      // Its reader belongs to no group, as that of an intruder.
      const broker = as(service, 'platformatic');
      const writes = await written(broker, topics);
      const reads: string[] = [];
      for (const topic of topics) {
        let count = 0;
        const handle = (records: readonly unknown[]): void => void (count += records.length);
        const result = await broker.read!({ topics: [topic], handle }).then(
          () => 'ended',
          () => 'refused',
        );
        reads.push(`${topic}: ${result}, ${count > 0 ? 'some' : 'none'}`);
      }
      await broker.close();
      return { service, writes, reads };
    }),
  );
  expect(found).toEqual(
    kafka.grants.map(({ service }) => ({
      service,
      writes: topics.map((topic) =>
        kafka.allows(service, 'Write', topic) ? `${topic}: written` : `${topic}: ${REFUSALS.platformatic}`,
      ),
      reads: topics.map((topic) =>
        kafka.allows(service, 'Read', topic) ? `${topic}: ended, some` : `${topic}: refused, none`,
      ),
    })),
  );
});
