import type { MessageType } from '@waybill/kernel';
import type { Broker } from '@waybill/messaging';
import type { OutboxMessage } from '@waybill/outbox';
import { uuids } from '@waybill/platform';
import { eventually, open, type postgresWorld, testMessage, uniqueName } from '@waybill/testing';

const BATCH = 500;

export function countedOn(topic: string): MessageType<'test.counted', number> {
  return { type: 'test.counted', version: 1, topic, parse: (data) => (data as { number: number }).number };
}

/** The numbers that were handled, by key, oldest first. */
export type Booked = Readonly<Record<string, readonly number[]>>;

/**
 * A topic of messages that are numbered per key, and an account per key on which consumers book them. The entries of an account
 * show which messages were handled, how often, and in which order.
 */
export class NumberedMessages {
  readonly topic = uniqueName('numbers');
  readonly group = uniqueName('group');
  private readonly last = new Map<string, number>();
  private readonly keys: readonly string[];

  private constructor(
    private readonly world: Awaited<ReturnType<typeof postgresWorld>>,
    private readonly broker: Broker,
    keys: number,
  ) {
    this.keys = Array.from({ length: keys }, (_, index) => `${this.topic}/${String(index).padStart(3, '0')}`);
  }

  static async begin(
    world: Awaited<ReturnType<typeof postgresWorld>>,
    broker: Broker,
    { keys, partitions }: { readonly keys: number; readonly partitions: number },
  ): Promise<NumberedMessages> {
    const numbers = new NumberedMessages(world, broker, keys);
    // A broker may respond that a topic is unknown just after it created it.
    await eventually(() =>
      broker.ensureTopics([{ name: numbers.topic, partitions, retentionMs: 3_600_000 }]),
    );
    const unitOfWork = world.unitOfWork();
    await Promise.all(
      numbers.keys.map((key) => unitOfWork.run(world.context('open'), (tx) => open(tx, key, 0))),
    );
    return numbers;
  }

  get sent(): number {
    return [...this.last.values()].reduce((sum, number) => sum + number, 0);
  }

  /** Sends messages with the keys in turn. `padding`: additional bytes per message. */
  async send(count: number, padding = 0): Promise<void> {
    for (let from = 0; from < count; from += BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, count - from) }, () => this.next(padding));
      await this.broker.publisher.publish(rows, 30_000);
    }
  }

  async booked(): Promise<Booked> {
    const { rows } = await this.world.pool.query<{ key: string; numbers: number[] }>(
      `SELECT account_id AS key, array_agg(amount::int ORDER BY nr) AS numbers FROM entries
       WHERE starts_with(account_id, $1) GROUP BY 1 ORDER BY 1`,
      [`${this.topic}/`],
    );
    return Object.fromEntries(rows.map(({ key, numbers }) => [key, numbers]));
  }

  /** All sent numbers by key, each once and in order. */
  expected(): Booked {
    return Object.fromEntries(
      [...this.last]
        .map(([key, last]) => [key, Array.from({ length: last }, (_, index) => index + 1)])
        .sort(),
    );
  }

  private next(padding: number): OutboxMessage {
    const key = this.keys[this.sent % this.keys.length]!;
    const number = (this.last.get(key) ?? 0) + 1;
    this.last.set(key, number);
    const id = uuids.next();
    return testMessage({
      topic: this.topic,
      key,
      id,
      type: 'test.counted',
      source: '/proof',
      body: JSON.stringify({ number, padding: 'x'.repeat(padding) }),
    });
  }
}

/** Number of handled messages, including duplicates. */
export function effects(booked: Booked): number {
  return Object.values(booked).reduce((sum, numbers) => sum + numbers.length, 0);
}
