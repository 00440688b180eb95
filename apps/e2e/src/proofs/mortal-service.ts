// A service in a process of its own that dies where it is told to, for the proof that kills each at every point.
import { join } from 'node:path';
import { KafkaBroker } from '@waybill/messaging';
import type { OutboxMessage } from '@waybill/outbox';
import { type ServiceApp, bootstrap, uuids } from '@waybill/platform';
import { appOf } from '@waybill/shop';
import { otherwise } from '@waybill/testing';
import type { Changes, Database, Performer, Session } from '@waybill/unit-of-work';
import pg from 'pg';
import { Fate } from './crash-points.js';

/** What the process is told by its environment, beside the service's own settings. */
export interface MortalService {
  /** The folder of the files that tell each service its end. */
  readonly FATES: string;
  readonly KAFKA_BROKERS: string;
  /** `no-claim`: what was handled before is handled again. `from-memory`: messages are sent after their commit, and stand nowhere else. */
  readonly NAIVE?: 'no-claim' | 'from-memory' | undefined;
}

const NAIVES: Readonly<Record<NonNullable<MortalService['NAIVE']>, (session: Session) => Partial<Session>>> =
  {
    'no-claim': (session) => ({
      async begin(claims, loads) {
        const others = claims.map((claim) => ({ ...claim, messageId: uuids.next() }));
        return { ...(await session.begin(others, loads)), fresh: claims };
      },
    }),
    'from-memory': (session) => ({
      async commit(changes, unclaim) {
        const isOutbox = ({ rowType }: Changes): boolean => rowType.table === 'outbox';
        await session.commit(
          changes.filter((change) => !isOutbox(change)),
          unclaim,
        );
        const messages = (changes.find(isOutbox)?.inserts ?? []) as readonly OutboxMessage[];
        if (messages.length > 0) await publisher.publish(messages, 10_000);
      },
    }),
  };

const name = process.argv[2]!;
const { FATES, KAFKA_BROKERS, NAIVE } = process.env as unknown as MortalService;
const fate = new Fate(join(FATES, name));
/** The least that Kafka allows by default: the partitions of the dead are dealt anew sooner. */
const SESSION_MS = 6_000;

const kafka = new KafkaBroker({ brokers: KAFKA_BROKERS, clientId: `waybill-${name}`, sessionMs: SESSION_MS });
const { publisher } = kafka;
publisher.publish = fate.around('send', publisher.publish.bind(publisher));
mortalOffsets(kafka);
mortalMarks();

const service = await bootstrap(mortalCalls(await appOf(name)), {
  broker: kafka,
  wrapDatabase: mortalCommits,
});
process.once('SIGTERM', () => {
  void service
    .stop()
    .then(() => kafka.close())
    .then(() => process.exit());
});

function mortalCommits(database: Database): Database {
  const mortal = otherwise(database, (session) => ({
    commit: fate.around('commit', (changes, unclaim) => session.commit(changes, unclaim)),
  }));
  return NAIVE ? otherwise(mortal, NAIVES[NAIVE]) : mortal;
}

/** Commits of offsets, where the consumer of the client is made. */
function mortalOffsets(broker: KafkaBroker): void {
  const client = broker['kafka'];
  const consumerOf = client.consumer.bind(client);
  client.consumer = (config) => {
    const consumer = consumerOf(config);
    return {
      ...consumer,
      run: ({ eachBatch, ...how } = {}) =>
        consumer.run({
          ...how,
          eachBatch: (payload) =>
            eachBatch!({
              ...payload,
              commitOffsetsIfNecessary: fate.around('offsets', payload.commitOffsetsIfNecessary),
            }),
        }),
    };
  };
}

/** The relay's move, which is one statement on the service's pool. */
function mortalMarks(): void {
  const pool = pg.Pool.prototype as unknown as {
    query(this: pg.Pool, ...args: unknown[]): Promise<unknown>;
  };
  const { query } = pool;
  pool.query = function (...args) {
    const plain = () => query.apply(this, args);
    return (args[0] as { name?: string }).name === 'outbox_move' ? fate.around('mark', plain)() : plain();
  };
}

function mortalCalls(plain: ServiceApp): ServiceApp {
  return {
    ...plain,
    compose(ports, settings) {
      const composition = plain.compose(ports, settings);
      const effects = Object.entries((composition.effects ?? {}) as Record<string, Performer>);
      const mortal = effects.map(([kind, performer]): [string, Performer] => [
        kind,
        {
          ...performer,
          perform: fate.around('call', (payload, call) => performer.perform(payload, call)),
        },
      ]);
      return { ...composition, effects: Object.fromEntries(mortal) };
    },
  };
}
