// A service in a separate process that kills itself at a given crash point.
import { join } from 'node:path';
import { KafkaBroker, type KafkaLibrary } from '@waybill/messaging';
import type { OutboxMessage } from '@waybill/outbox';
import { type ServiceApp, bootstrap, uuids } from '@waybill/platform';
import { appOf } from '@waybill/shop';
import { overrideSession } from '@waybill/testing';
import type { Changes, Database, Performer, Session } from '@waybill/unit-of-work';
import pg from 'pg';
import { CrashPlan } from './crash-points.js';

/** Environment variables of the process, besides the settings of the service. */
export interface KillableService {
  /** Folder with the crash points, one file per service. */
  readonly FATES: string;
  readonly KAFKA_BROKERS: string;
  readonly KAFKA_SESSION_MS?: string;
  readonly KAFKA_CLIENT?: KafkaLibrary;
  /** `no-claim`: duplicates are handled again. `from-memory`: messages are sent after the commit and not stored in the outbox. */
  readonly NAIVE?: 'no-claim' | 'from-memory' | undefined;
}

const NAIVES: Readonly<
  Record<NonNullable<KillableService['NAIVE']>, (session: Session) => Partial<Session>>
> = {
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
const {
  FATES,
  KAFKA_BROKERS,
  KAFKA_SESSION_MS,
  KAFKA_CLIENT = 'kafkajs',
  NAIVE,
} = process.env as unknown as KillableService;
const fate = new CrashPlan(join(FATES, name));
/** Shorter than the default, so that partitions of killed members are reassigned sooner. */
const sessionMs = Number(KAFKA_SESSION_MS ?? 6_000);

const kafka = new KafkaBroker({
  kafkaClient: KAFKA_CLIENT,
  brokers: KAFKA_BROKERS,
  clientId: `waybill-${name}`,
  sessionMs,
});
const { publisher } = kafka;
publisher.publish = fate.around('send', publisher.publish.bind(publisher));
killableOffsets(kafka);
killableMoves();

const service = await bootstrap(killableCalls(await appOf(name)), {
  broker: kafka,
  wrapDatabase: killableCommits,
});
process.once('SIGTERM', () => {
  void service
    .stop()
    .then(() => kafka.close())
    .then(() => process.exit());
});

function killableCommits(database: Database): Database {
  const killable = overrideSession(database, (session) => ({
    commit: fate.around('commit', (changes, unclaim) => session.commit(changes, unclaim)),
  }));
  return NAIVE ? overrideSession(killable, NAIVES[NAIVE]) : killable;
}

/** Adds crash points around the offset commits of each consumer. */
function killableOffsets(broker: KafkaBroker): void {
  const newOffsets = broker['newOffsets'].bind(broker);
  broker['newOffsets'] = () => {
    const offsets = newOffsets();
    const done = offsets.done.bind(offsets);
    offsets.done = (topic, partition, offset, commit) =>
      done(topic, partition, offset, fate.around('offsets', commit));
    return offsets;
  };
}

/** Adds crash points around the statement with which the relay moves published rows. */
function killableMoves(): void {
  const pool = pg.Pool.prototype as unknown as {
    query(this: pg.Pool, ...args: unknown[]): Promise<unknown>;
  };
  const { query } = pool;
  pool.query = function (...args) {
    const plain = () => query.apply(this, args);
    return (args[0] as { name?: string }).name === 'outbox_move' ? fate.around('mark', plain)() : plain();
  };
}

function killableCalls(plain: ServiceApp): ServiceApp {
  return {
    ...plain,
    compose(ports, settings) {
      const composition = plain.compose(ports, settings);
      const effects = Object.entries((composition.effects ?? {}) as Record<string, Performer>);
      const killable = effects.map(([kind, performer]): [string, Performer] => [
        kind,
        {
          ...performer,
          perform: fate.around('call', (payload, call) => performer.perform(payload, call)),
        },
      ]);
      return { ...composition, effects: Object.fromEntries(killable) };
    },
  };
}
