import type { Consumer, ConsumerOptions } from '@platformatic/kafka';

type Options = ConsumerOptions<Buffer, Buffer, Buffer, Buffer>;
type Assigner = NonNullable<Extract<Options, { partitionAssigner?: unknown }>['partitionAssigner']>;

/** The name of kafkajs' assigner, so that members with either client can share a group, as during an update. */
export const PROTOCOL = 'RoundRobinAssigner';

/**
 * Gives the partitions of each topic to the members that read it, in turn. The library's own gives them also to members that do not read the
 * topic, and forgets topics that only other members read.
 */
export const roundRobin: Assigner = (_, members, __, { topics }) => {
  const readers = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  const assigned = new Map(readers.map(([memberId]) => [memberId, new Map<string, PartitionsOf>()]));
  let turn = 0;
  for (const topic of [...new Set(readers.flatMap(([, { topics: read = [] }]) => read))].sort()) {
    const ofTopic = readers.filter(([, { topics: read }]) => read?.includes(topic));
    for (let partition = 0; partition < (topics.get(topic)?.partitionsCount ?? 0); partition++) {
      const own = assigned.get(ofTopic[turn++ % ofTopic.length]![0])!;
      own.set(topic, { topic, partitions: [...(own.get(topic)?.partitions ?? []), partition] });
    }
  }
  return [...assigned].map(([memberId, assignments]) => ({ memberId, assignments }));
};

type PartitionsOf = NonNullable<Consumer['assignments']>[number];
