/** Records that cannot be decoded. The message says why. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';

  constructor(
    why: string,
    /** Whether their format is older than Kafka 0.11, which a client may know. */
    readonly oldFormat = false,
  ) {
    super(why);
  }

  /** As an error for the reader of this partition. */
  at(topic: string, partition: number, offset: number | string): Error {
    return new Error(
      `the records of ${topic}/${partition} from offset ${offset} on cannot be decoded: ${this.message}`,
    );
  }
}
