import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, provision } from '@waybill/platform';
import { provisionAuditRole } from '@waybill/shop';
import { dropDatabase, queryOn, testDatabaseUrl, uniqueName } from '@waybill/testing';
import { inventoryApp } from '../../inventory/src/inventory.app.js';

const suffix = `_${uniqueName('role').replace('-', '_')}`;
let ownerUrl = '';
let auditUrl = '';

beforeAll(async () => {
  ({ ownerUrl } = await provision(testDatabaseUrl(), 'inventory', suffix));
  const urls = await provisionAuditRole(testDatabaseUrl(), {
    services: ['inventory'],
    password: 'audit-secret',
    suffix,
  });
  auditUrl = urls.inventory;
  // Tables are created after the grants, as later migrations do.
  await migrate(inventoryApp, ownerUrl);
});

afterAll(() => dropDatabase(testDatabaseUrl(), `waybill_inventory${suffix}`));

const readWrite = (sql: string): string => `BEGIN READ WRITE; ${sql}`;
const WRITES = [
  `INSERT INTO inbox (consumer, message_id) VALUES ('audit', 'a')`,
  `UPDATE stock SET on_hand = 1`,
  `DELETE FROM outbox`,
  `TRUNCATE reservations`,
  `CREATE TABLE audit (id text)`,
  `DROP TABLE stock`,
];

describe('the audit role', () => {
  it('reads every table of a service', async () => {
    const tables = await queryOn<{ name: string }>(
      auditUrl,
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND NOT has_table_privilege(oid, 'SELECT')`,
    );
    expect(tables).toEqual([]);
    expect(await queryOn(auditUrl, 'SELECT count(*) FROM stock')).toEqual([{ count: 0 }]);
  });

  it.each(WRITES)('may not: %s', async (sql) => {
    // cannot execute … in a read-only transaction
    await expect(queryOn(auditUrl, sql)).rejects.toMatchObject({ code: '25006' });
  });

  it.each(WRITES)('may not, even in a read-write transaction: %s', async (sql) => {
    // permission denied, or must be owner
    await expect(queryOn(auditUrl, readWrite(sql))).rejects.toMatchObject({ code: '42501' });
  });
});
