import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FreshDatabase, freshDatabase, poolOn, testDatabaseUrl } from '@waybill/testing';
import type pg from 'pg';
import { inTransaction } from './transaction.js';

let database: FreshDatabase;
let observer: pg.Pool;
/** One connection, so that the next borrower gets the one before; its client gives up before the server does. */
let pool: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase(testDatabaseUrl(), 'transaction');
  observer = poolOn(database.url);
  pool = poolOn(database.url, { max: 1, query_timeout: 500 });
  await observer.query(`CREATE TABLE notes (text text NOT NULL)`);
});
afterAll(async () => {
  await pool?.end();
  await observer?.end();
  await database?.drop();
});

const notes = async (): Promise<string[]> => {
  const { rows } = await observer.query<{ text: string }>(`SELECT text FROM notes ORDER BY text`);
  return rows.map(({ text }) => text);
};
const note = (text: string, then: (client: pg.PoolClient) => Promise<unknown>) =>
  inTransaction(pool, 'BEGIN', async (client) => {
    await client.query(`INSERT INTO notes VALUES ($1)`, [text]);
    await then(client);
  });

it('commits its statements', async () => {
  await note('stands', () => Promise.resolve());
  await expect(note('falls', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await notes()).toEqual(['stands']);
});

it('fails alone when the server ends its connection between two statements', async () => {
  const cut = async (client: pg.PoolClient): Promise<void> => {
    const { rows } = await client.query<{ pid: number }>(`SELECT pg_backend_pid() AS pid`);
    const ended = new Promise((resolve) => client.once('end', resolve));
    await observer.query(`SELECT pg_terminate_backend($1)`, [rows[0]!.pid]);
    await ended;
  };
  await expect(note('cut', cut)).rejects.toThrow();
  await note('next', () => Promise.resolve());
  expect(await notes()).toEqual(['next', 'stands']);
});

it('is never committed through a reused connection if the response to ROLLBACK is lost', async () => {
  await expect(note('late', (client) => client.query(`SELECT pg_sleep(2)`))).rejects.toThrow('timeout');
  await note('other', () => Promise.resolve());
  expect(await notes()).toEqual(['next', 'other', 'stands']);
});
