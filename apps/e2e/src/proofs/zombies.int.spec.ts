import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KafkaBroker } from '@waybill/messaging';
import { BankTables1700000000000, eventually, kafkaBrokers, postgresWorld } from '@waybill/testing';
import type { ConsumerWorker } from './consumer-worker.js';
import { type Booked, NumberedMessages, effects } from './numbered-messages.js';
import { Workers } from './workers.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
/** The shortest session timeout that a broker allows, and our default. */
const SHORT_MS = 6_000;
const SESSION_MS = 10_000;
const SESSIONS = FULL ? 3 : 1.2;
/** Handling time of the message during which its consumer is paused. */
const PAUSED_MS = 3_000;
const ZOMBIES = FULL ? 10 : 1;
const MINUTE = 60_000;

interface Story {
  readonly booked: Booked;
  readonly expected: Booked;
}

/** Proof 11: a handler that takes longer than the session timeout, and one that continues after its partition was reassigned. */
describe('a slow handler and a zombie', () => {
  const workers = new Workers();
  const broker = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'proof' });
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let slow: Story & { readonly began: readonly number[] };
  let fenced: readonly (Story & { readonly refused: number | undefined })[];
  let naive: typeof fenced;

  const begin = async () => {
    const numbers = await NumberedMessages.begin(world, broker, { keys: 1, partitions: 1 });
    const member = (handlingMs: number, sessionMs: number, NAIVE?: ConsumerWorker['NAIVE']) =>
      workers.consumer({
        DATABASE_URL: world.service.url,
        KAFKA_BROKERS: kafkaBrokers(),
        TOPIC: numbers.topic,
        NAIVE,
        GROUP: numbers.group,
        SESSION_MS: String(sessionMs),
        HANDLING_MS: String(handlingMs),
      });
    const until = (count: number) =>
      eventually(async () => expect(effects(await numbers.booked())).toBe(count), {
        every: 100,
      });
    return { numbers, member, until };
  };

  /** The consumer sends heartbeats while its handler runs, so the other member of the group does not get its partition. */
  const slowHandler = async (): Promise<typeof slow> => {
    const { numbers, member, until } = await begin();
    const one = member(SESSIONS * SESSION_MS, SESSION_MS);
    await eventually(() => expect(one.told?.joined).toBe(1));
    const other = member(SESSIONS * SESSION_MS, SESSION_MS);
    // When the second member joins, the first one rejoins.
    await eventually(() => expect([one.told?.joined, other.told?.joined]).toEqual([2, 1]));
    await numbers.send(1);
    await until(1);
    const began = [one, other].map(({ told }) => told?.began ?? 0);
    await Promise.all([one, other].map(({ child }) => workers.end(child)));
    return { began, booked: await numbers.booked(), expected: numbers.expected() };
  };

  /** Pauses a consumer while it handles the first message, until another member has handled both. Then resumes it. */
  const zombie = async (NAIVE?: ConsumerWorker['NAIVE']): Promise<(typeof fenced)[number]> => {
    const { numbers, member, until } = await begin();
    await numbers.send(2);
    const paused = member(PAUSED_MS, SHORT_MS, NAIVE);
    await eventually(() => expect(paused.told?.began).toBe(1));
    paused.child.kill('SIGSTOP');
    const heir = member(0, SHORT_MS, NAIVE);
    await until(2);
    paused.child.kill('SIGCONT');
    // The resumed consumer finishes the first message and handles the second, both already fetched.
    await eventually(() => expect(paused.told).toMatchObject({ began: 2, inHand: 0 }));
    const refused = paused.told?.duplicates;
    await Promise.all([paused, heir].map(({ child }) => workers.end(child)));
    return { refused, booked: await numbers.booked(), expected: numbers.expected() };
  };

  const zombies = async (): Promise<typeof fenced> => {
    const stories: (typeof fenced)[number][] = [];
    while (stories.length < ZOMBIES) stories.push(await zombie());
    return stories;
  };

  beforeAll(
    async () => {
      world = await postgresWorld('zombies', [BankTables1700000000000]);
      // In parallel, because they mostly wait for session timeouts.
      [slow, fenced, naive] = await Promise.all([
        slowHandler(),
        zombies(),
        Promise.all([zombie('no-claim')]),
      ]);
    },
    (ZOMBIES + 10) * MINUTE,
  );
  afterAll(async () => {
    await workers.endAll();
    await broker.close();
    await world?.close();
  });

  it(`a handler of ${SESSIONS} session timeouts keeps its message, and is not begun again`, () => {
    expect(slow.booked).toEqual(slow.expected);
    expect([...slow.began].sort()).toEqual([0, 1]);
  });

  it(`what a zombie writes after its partition went to another is refused, ${ZOMBIES} times`, () => {
    expect(fenced.map(({ booked }) => booked)).toEqual(fenced.map(({ expected }) => expected));
    expect(fenced.map(({ refused }) => refused)).toEqual(fenced.map(() => 2));
  });

  it('the naive zombie without claims writes both again, after the others', () => {
    expect(naive.flatMap(({ booked }) => Object.values(booked))).toEqual([[1, 2, 1, 2]]);
  });
});
