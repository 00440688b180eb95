/** How long a topic that nobody waits for is not asked for again: long enough for the messages of several orders to come together. */
const REST_MS = 100;

/** Topics that are left out of fetches for a while. All of them are asked for again at the same time. */
export class RestingTopics {
  private readonly topics = new Set<string>();
  private until = 0;

  /** `now` in milliseconds of any clock that does not go back. */
  constructor(private readonly now: () => number) {}

  rest(topic: string): void {
    if (this.leftMs() === undefined) this.until = this.now() + REST_MS;
    this.topics.add(topic);
  }

  has(topic: string): boolean {
    return this.leftMs() !== undefined && this.topics.has(topic);
  }

  /** Milliseconds until they are asked for again; undefined if none rests. */
  leftMs(): number | undefined {
    const left = this.until - this.now();
    if (left > 0) return left;
    this.topics.clear();
    return undefined;
  }
}
