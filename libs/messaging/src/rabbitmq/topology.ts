import { createHash } from 'node:crypto';
import type { Channel, ChannelModel } from 'amqplib';

/** The exchange for given-up messages; each group has a queue there. */
const UNDELIVERABLE = 'waybill.undeliverable';

const ONE_AT_WORK = { 'x-single-active-consumer': true };
const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

/** Maximum redeliveries before RabbitMQ gives a message up. */
export const DELIVERY_LIMIT = 50;

/** The header that carries the key. It is not one of the message's own headers. */
export const KEY_HEADER = 'waybill-key';

/** RabbitMQ does not expose the arguments of a queue, except in the refusal of another value. */
const CURRENT = /inequivalent arg 'x-max-length'.*current is (?:the value )?'(\d+)'/;

/** Creates the exchange of the topic. Returns its number of partitions, which the first creator decides. */
export async function makeTopic(
  connection: ChannelModel,
  topic: string,
  partitions: number,
): Promise<number> {
  await onChannel(connection, (channel) => channel.assertExchange(topic, 'topic', { durable: true }));
  return declarePartitions(connection, topic, partitions);
}

/** Throws when there is no such topic. */
export async function partitionsOf(connection: ChannelModel, topic: string): Promise<number> {
  try {
    await onChannel(connection, (channel) => channel.checkQueue(metaOf(topic)));
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) throw new Error(`no such topic: ${topic}`);
    throw error;
  }
  return declarePartitions(connection, topic, 0);
}

/** An empty queue whose maximum length stores the number of partitions. */
async function declarePartitions(connection: ChannelModel, topic: string, wanted: number): Promise<number> {
  const { arguments: type } = quorum;
  const options = { durable: true, arguments: { ...type, 'x-max-length': wanted } };
  try {
    await onChannel(connection, (channel) => channel.assertQueue(metaOf(topic), options));
    return wanted;
  } catch (error) {
    const [, current] = CURRENT.exec(String(error)) ?? [];
    if (!current) throw error;
    return Number(current);
  }
}

export const undeliverableOf = (group: string): string => `${group}:undeliverable`;
const metaOf = (topic: string): string => `${topic}.partitions`;

/** One queue per group, topic and partition. Only one of its consumers receives messages. */
async function makeQueue(
  channel: Channel,
  { group, topic, partition, deliveryLimit }: QueueSpec,
): Promise<string> {
  const name = `${group}:${topic}:${partition}`;
  await channel.assertQueue(name, {
    durable: true,
    arguments: {
      ...quorum.arguments,
      ...ONE_AT_WORK,
      'x-delivery-limit': deliveryLimit,
      'x-dead-letter-exchange': UNDELIVERABLE,
      'x-dead-letter-routing-key': group,
      // Kept until the other queue has stored it.
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    },
  });
  await channel.bindQueue(name, topic, `${partition}.#`);
  return name;
}

/** All queues of a group for a topic in the order of the partitions, and the queue for given-up messages. */
export async function makeQueues(
  connection: ChannelModel,
  { group, topic, deliveryLimit }: Omit<QueueSpec, 'partition'>,
): Promise<string[]> {
  const partitions = await partitionsOf(connection, topic);
  return onChannel(connection, async (channel) => {
    // First, because a given-up message is kept only if a queue exists for it.
    await makeUndeliverable(channel, group);
    const names: string[] = [];
    for (let partition = 0; partition < partitions; partition++)
      names.push(await makeQueue(channel, { group, topic, partition, deliveryLimit }));
    return names;
  });
}

interface QueueSpec {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly deliveryLimit: number;
}

/** The queue of the messages that RabbitMQ gave up for a group. */
async function makeUndeliverable(channel: Channel, group: string): Promise<string> {
  const name = undeliverableOf(group);
  await channel.assertExchange(UNDELIVERABLE, 'direct', { durable: true });
  await channel.assertQueue(name, { ...quorum, arguments: { ...quorum.arguments, ...ONE_AT_WORK } });
  await channel.bindQueue(name, UNDELIVERABLE, group);
  return name;
}

/** A queue that every member of a group consumes, so that its consumer count is the number of members. */
export async function joinMembers(channel: Channel, group: string): Promise<string> {
  const { queue } = await channel.assertQueue(`${group}:members`, { durable: true, autoDelete: true });
  await channel.consume(queue, () => undefined, { noAck: true });
  return queue;
}

/** A failed operation closes its channel, so each has its own. */
export async function onChannel<T>(
  connection: ChannelModel,
  act: (channel: Channel) => PromiseLike<T>,
): Promise<T> {
  const channel = await connection.createChannel();
  // The operation rejects with the same error.
  channel.on('error', () => undefined);
  const result = await act(channel);
  await channel.close();
  return result;
}

/**
 * RabbitMQ has no offsets. The position of a message is a number derived from its id, the same for publisher and consumers. It identifies
 * the message and implies no order.
 */
export function positionOf(id: string): number {
  return createHash('sha256').update(id).digest().readUIntBE(0, 6);
}
