// A consumer in a separate process, for proofs that kill, pause and overload it. It adds each number to the account of its key.
import { type Message, type MessageType, sleep, systemTimers } from '@waybill/kernel';
import { BrokerServer, KafkaBroker, type KafkaLibrary, type Subscription } from '@waybill/messaging';
import { unitOfWorkPool, systemClock, uuids } from '@waybill/platform';
import { book } from '@waybill/testing';
import { BatchRunner, postgresDatabase } from '@waybill/unit-of-work';
import { countedOn } from './numbered-messages.js';

/** Settings of the process from its environment. */
export interface ConsumerWorker {
  readonly DATABASE_URL: string;
  readonly KAFKA_BROKERS: string;
  readonly KAFKA_CLIENT?: KafkaLibrary;
  readonly TOPIC: string;
  readonly GROUP: string;
  readonly SESSION_MS: string;
  /** How long a handler runs before its transaction. */
  readonly HANDLING_MS: string;
  /**
   * `no-claim`: every delivery is handled, also of duplicates. `no-backpressure`: records count as handled
   * when they are received.
   */
  readonly NAIVE?: 'no-claim' | 'no-backpressure' | undefined;
}

/** Figures that it reports to its parent periodically. */
export interface Told {
  readonly joined: number;
  readonly began: number;
  readonly duplicates: number;
  /** Records received and not handled yet. */
  readonly inHand: number;
  /** Bytes of the JavaScript heap and referenced buffers. */
  readonly memory: number;
  readonly rss: number;
  /** waybill_consumer_oldest_seconds */
  readonly oldestSeconds: number;
}

const TELL_MS = 50;
const MEASURE_MS = 1_000;
const {
  DATABASE_URL,
  KAFKA_BROKERS,
  KAFKA_CLIENT = 'kafkajs',
  TOPIC,
  GROUP,
  SESSION_MS,
  HANDLING_MS,
  NAIVE,
} = process.env as unknown as ConsumerWorker;
const pool = unitOfWorkPool(DATABASE_URL, 'proof');
const common = { ids: uuids, clock: systemClock, timers: systemTimers, random: Math.random };
const unitOfWork = new BatchRunner({ ...common, database: postgresDatabase(pool), source: '/proof' });
const kafka = new KafkaBroker({
  kafkaClient: KAFKA_CLIENT,
  brokers: KAFKA_BROKERS,
  clientId: `consumer-${process.pid}`,
  sessionMs: Number(SESSION_MS),
});
const counts = { joined: 0, began: 0, duplicates: 0, inHand: 0 };

const subscribe = (subscription: Subscription) =>
  kafka.subscribe({
    ...subscription,
    joined() {
      counts.joined++;
      subscription.joined?.();
    },
    async handle(records) {
      counts.inHand += records.length;
      const handled = subscription.handle(records).then(() => (counts.inHand -= records.length));
      if (NAIVE !== 'no-backpressure') await handled;
    },
  });

const counted: MessageType<'test.counted', number> = countedOn(TOPIC);
const server = new BrokerServer({
  ...common,
  broker: Object.assign(Object.create(kafka) as KafkaBroker, { subscribe }),
  service: 'proof',
  group: GROUP,
  unitOfWork,
  types: new Map([[counted.type, counted]]),
  onOutcome: (outcome) => {
    if (outcome === 'duplicate') counts.duplicates++;
  },
});
server.addHandler(
  counted.type,
  async (message: Message<'test.counted', number>, context) => {
    counts.began++;
    await sleep(systemTimers, Number(HANDLING_MS));
    const claim = NAIVE === 'no-claim' ? { messageId: uuids.next() } : {};
    return unitOfWork.run({ ...context, ...claim }, (tx) => book(tx, message.key, message.data));
  },
  true,
  { topic: TOPIC, consumer: 'proof' },
);
server.listen((error) => {
  if (error) throw error as Error;
});

let memory = 0;
const measure = (): void => {
  // Collects garbage first, so that only reachable memory is measured.
  gc!();
  const { heapUsed, external } = process.memoryUsage();
  memory = heapUsed + external;
  systemTimers.after(MEASURE_MS, measure);
};
const tell = (): void => {
  const told: Told = {
    ...counts,
    memory,
    rss: process.memoryUsage.rss(),
    oldestSeconds: server.oldestSeconds(),
  };
  process.send?.(told);
  systemTimers.after(TELL_MS, tell);
};
measure();
tell();
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => void server.close().then(() => process.exit()));
