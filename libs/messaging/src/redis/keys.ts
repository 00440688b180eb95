/** Hash from topic name to its TopicSpec as JSON. */
export const TOPICS = 'waybill:topics';

/** Channel that announces each append; the message is the partition. */
export const channelOf = (topic: string): string => `waybill:${topic}`;

/** The braces keep all keys of a partition on one node of a cluster. */
export const streamOf = (topic: string, partition: number): string => `waybill:{${topic}/${partition}}`;
export const lastIdOf = (stream: string): string => `${stream}:last`;
export const ownerOf = (stream: string, group: string): string => `${stream}:owner:${group}`;
export const membersOf = (group: string): string => `waybill:members:${group}`;
