export interface PartitionFetch {
  readonly partition: number;
  readonly fetchOffset: string;
  readonly maxBytes: number;
}

export interface TopicFetch {
  readonly topic: string;
  readonly partitions: readonly PartitionFetch[];
}

export interface SessionRequest {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly topics: readonly TopicFetch[];
  readonly forgottenTopics: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
}

/** The epoch of a request that opens a session; one with an id closes that session first. */
const OPENING = 0;
const LAST_EPOCH = 2 ** 31 - 1;

/**
 * What one broker remembers of the partitions that one consumer fetches (KIP-227). After a first request that names all partitions, a
 * request names only those whose offset has changed since, and the response only those that have records.
 */
export class FetchSession {
  private id = 0;
  private epoch = OPENING;
  /** As the broker has it: what was asked last for each partition of each topic. */
  private readonly asked = new Map<string, Map<number, PartitionFetch>>();

  /** The request for these partitions, as this session needs it. */
  next(topics: readonly TopicFetch[]): SessionRequest {
    if (this.epoch === OPENING) this.asked.clear();
    const changed = topics.flatMap((one) => this.changedOf(one));
    const forgottenTopics = this.forget(topics);
    return { sessionId: this.id, sessionEpoch: this.epoch, topics: changed, forgottenTopics };
  }

  /** The broker answered with the id of the session that it keeps; 0 if it keeps none. */
  answered(sessionId: number): void {
    this.id = sessionId;
    this.epoch = sessionId === 0 ? OPENING : this.epoch === LAST_EPOCH ? 1 : this.epoch + 1;
  }

  /** What the broker remembers is not known: the next request names all partitions again. */
  reset(): void {
    this.epoch = OPENING;
  }

  private changedOf({ topic, partitions }: TopicFetch): TopicFetch[] {
    const asked = this.asked.get(topic) ?? new Map<number, PartitionFetch>();
    this.asked.set(topic, asked);
    const changed = partitions.filter((wanted) => {
      const before = asked.get(wanted.partition);
      return before?.fetchOffset !== wanted.fetchOffset || before.maxBytes !== wanted.maxBytes;
    });
    for (const one of changed) asked.set(one.partition, one);
    return changed.length > 0 ? [{ topic, partitions: changed }] : [];
  }

  private forget(topics: readonly TopicFetch[]): SessionRequest['forgottenTopics'] {
    const forgotten: { topic: string; partitions: number[] }[] = [];
    for (const [topic, asked] of this.asked) {
      const wanted = topics.find((one) => one.topic === topic)?.partitions ?? [];
      if (wanted.length === asked.size) continue;
      const gone = [...asked.keys()].filter(
        (partition) => !wanted.some((one) => one.partition === partition),
      );
      for (const partition of gone) asked.delete(partition);
      if (asked.size === 0) this.asked.delete(topic);
      if (gone.length > 0) forgotten.push({ topic, partitions: gone });
    }
    return forgotten;
  }
}
