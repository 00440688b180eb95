import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OneService, eventually, startOneService } from '@waybill/testing';
import { z } from 'zod';
import type { ServiceApp } from '../service-app.js';

const idle: ServiceApp = {
  name: 'idle',
  description: 'Does nothing',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [],
  messageTypes: new Map(),
  topics: () => [],
  compose: () => ({ controllers: [], provide: [] }),
};

let one: OneService;
beforeAll(async () => {
  one = await startOneService(idle, { LEASE_MS: '7500' });
});
afterAll(() => one?.stop());

it('is taken for dead after LEASE_MS without a renewal', async () => {
  await eventually(async () => {
    const { rows } = await one.database.query<{ name: string; within: boolean }>(
      `SELECT split_part(name, '/', 1) AS name, expires_at <= now() + interval '7.5 seconds' AS "within"
       FROM leases WHERE strpos(name, '/') > 0 ORDER BY name`,
    );
    expect(rows).toEqual(['effects', 'outbox'].map((name) => ({ name, within: true })));
  });
});
