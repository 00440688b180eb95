import { afterEach, beforeAll, afterAll, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { HINTED } from '@waybill/outbox';
import { type FreshDatabase, eventually, freshDatabase, testDatabaseUrl, queryOn } from '@waybill/testing';
import { PostgresHints } from './postgres-hints.js';

let database: FreshDatabase;
beforeAll(async () => (database = await freshDatabase(testDatabaseUrl(), 'hints')));
afterAll(() => database.drop());

const instances: PostgresHints[] = [];
afterEach(() => Promise.all(instances.splice(0).map((one) => one.stop())));

function instance(name: string) {
  const hints = new PostgresHints({
    url: database.url,
    applicationName: name,
    timers: systemTimers,
    random: () => 0.5,
    onError: () => undefined,
  });
  instances.push(hints);
  const heard: string[] = [];
  hints.listen((hinted) => heard.push(hinted));
  return { hints, heard };
}

const connectionsOf = async (name: string): Promise<number> => {
  const text = `SELECT pid FROM pg_stat_activity WHERE application_name = '${name}' AND datname = current_database()`;
  return (await queryOn(database.url, text)).length;
};

it('a hint reaches the other instances, and not its sender', async () => {
  const [a, b, c] = [instance('a'), instance('b'), instance('c')];
  for (const { hints } of [a, b, c]) hints.membersChanged(3);
  await eventually(() => expect([a, b, c].map(({ hints }) => hints.arrive)).toEqual([true, true, true]));
  for (const { heard } of [a, b, c]) heard.length = 0;
  a.hints.send('effects');
  a.hints.send('outbox');
  a.hints.send('effects');
  await eventually(() =>
    expect([b.heard, c.heard]).toEqual([
      ['effects', 'outbox'],
      ['effects', 'outbox'],
    ]),
  );
  b.hints.send('reactions');
  await eventually(() => expect([a.heard, c.heard.length]).toEqual([['reactions'], 3]));
  expect(b.heard).toHaveLength(2);
});

it('everything is looked at when hints begin to arrive, and again after a lost connection', async () => {
  const { hints, heard } = instance('lost');
  hints.membersChanged(2);
  await eventually(() => expect(heard).toEqual(HINTED));
  await queryOn(
    database.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lost'`,
  );
  await eventually(() => expect(heard).toEqual([...HINTED, ...HINTED]));
  expect(hints.arrive).toBe(true);
});

it('an instance that is alone has no connection, and sends nothing', async () => {
  const { hints, heard } = instance('alone');
  hints.send('outbox');
  hints.membersChanged(1);
  expect([await connectionsOf('alone'), hints.arrive]).toEqual([0, false]);
  hints.membersChanged(2);
  await eventually(() => expect(heard).toEqual(HINTED));
  expect(await connectionsOf('alone')).toBe(1);
  hints.membersChanged(1);
  await eventually(async () => expect(await connectionsOf('alone')).toBe(0));
  expect(hints.arrive).toBe(false);
});

it('hints arrive when the database has come back', async () => {
  const { hints, heard } = instance('back');
  await queryOn(testDatabaseUrl(), `ALTER DATABASE ${database.name} ALLOW_CONNECTIONS false`);
  hints.membersChanged(2);
  await queryOn(testDatabaseUrl(), `ALTER DATABASE ${database.name} ALLOW_CONNECTIONS true`);
  await eventually(() => expect(heard).toEqual(HINTED));
});
