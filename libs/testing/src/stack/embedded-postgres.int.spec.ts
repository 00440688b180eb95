import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { answers, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('an embedded Postgres', () => {
  let postgres: EmbeddedPostgres;
  beforeAll(async () => void (postgres = await startEmbeddedPostgres({ settings: { work_mem: '5MB' } })));
  afterAll(() => postgres.stop());

  it('accepts settings', async () => {
    expect(await query(postgres.url, 'SHOW work_mem')).toEqual([{ work_mem: '5MB' }]);
  });

  it('stops when killed, and keeps committed data after a restart', async () => {
    await query(postgres.url, 'CREATE TABLE kept AS SELECT 1 AS id');
    await postgres.kill();
    await expect(answers(postgres.url)).rejects.toThrow('ECONNREFUSED');
    await postgres.restart();
    expect(await query(postgres.url, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  it('stops', async () => {
    const second = await startEmbeddedPostgres();
    await second.stop();
    await expect(answers(second.url)).rejects.toThrow('ECONNREFUSED');
  });
});
