import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase } from './databases.js';
import { kafkaAnswers } from './kafka-answers.js';
import { kafkaBrokers, testDatabaseUrl, uniqueName } from './test-stack.js';

describe('the Postgres of a test run', () => {
  const admin = new pg.Client({ connectionString: testDatabaseUrl() });
  beforeAll(() => admin.connect());
  afterAll(() => admin.end());

  const databases = async (name: string): Promise<number> => {
    const { rows } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    return rows.length;
  };

  it('creates an empty database, and drops it despite an open connection', async () => {
    const database = await freshDatabase(testDatabaseUrl(), 'Stack spec');
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query(
      'SELECT current_database() AS name, count(*)::int AS tables FROM pg_stat_user_tables',
    );
    expect(rows).toEqual([{ name: database.name, tables: 0 }]);
    await database.drop();
    expect(await databases(database.name)).toBe(0);
  });

  it('gives two specs with one name two databases', async () => {
    const both = await Promise.all([1, 2].map(() => freshDatabase(testDatabaseUrl(), 'twice')));
    expect(new Set(both.map((database) => database.name)).size).toBe(2);
    await Promise.all(both.map((database) => database.drop()));
  });

  it('commits to disk', async () => {
    const { rows } = await admin.query(
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name`,
    );
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });
});

describe('the Kafka of a test run', () => {
  it('responds', async () => {
    for (const broker of kafkaBrokers().split(',')) await kafkaAnswers(broker);
  });

  it('gives two specs with one topic two names', () => {
    expect(uniqueName('orders')).not.toBe(uniqueName('orders'));
  });
});
