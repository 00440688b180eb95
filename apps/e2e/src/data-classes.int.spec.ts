import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ServiceApp,
  type StoredColumn,
  migrate,
  platformClasses,
  platformErasers,
  provision,
  unclassified,
} from '@waybill/platform';
import { dropDatabase, poolOn, testDatabaseUrl } from '@waybill/testing';
import type { Pool } from 'pg';
import { analyticsApp } from '../../analytics/src/analytics.app.js';
import { inventoryApp } from '../../inventory/src/inventory.app.js';
import { notificationApp } from '../../notification/src/notification.app.js';
import { orderApp } from '../../order/src/order.app.js';
import { paymentApp } from '../../payment/src/payment.app.js';
import { shippingApp } from '../../shipping/src/shipping.app.js';

const APPS = [
  analyticsApp,
  inventoryApp,
  notificationApp,
  orderApp,
  paymentApp,
  shippingApp,
] as unknown as ServiceApp[];

/** Columns that can contain text. Partitions are left out; generations of views and their memos count as one table each. */
const COLUMNS = `
  SELECT DISTINCT a.attname AS column,
    CASE WHEN c.relname ~ '_[12]_memos$' THEN 'memos' ELSE regexp_replace(c.relname, '_[12]$', '') END AS table
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND a.attnum > 0 AND NOT a.attisdropped AND t.typcategory NOT IN ('N', 'D', 'B', 'T')
  ORDER BY 2, 1`;

describe.each(APPS)('the database of $name', (app) => {
  const suffix = `_classes_${randomBytes(4).toString('hex')}`;
  let pool: Pool;

  beforeAll(async () => {
    const { ownerUrl } = await provision(testDatabaseUrl(), app.name, suffix);
    await migrate(app, ownerUrl);
    pool = poolOn(ownerUrl, { max: 1 });
  });
  afterAll(async () => {
    await pool?.end();
    await dropDatabase(testDatabaseUrl(), `waybill_${app.name}${suffix}`);
  });

  const problems = async (): Promise<string[]> => {
    const { rows } = await pool.query<StoredColumn>(COLUMNS);
    const classes = { ...platformClasses, ...app.dataClasses };
    const erasers = [...(app.erasers?.(pool) ?? []), ...platformErasers(pool, app.messageTypes)];
    return unclassified(
      rows,
      classes,
      erasers.map(({ name }) => name),
    );
  };

  it('has a class for every column, and an eraser for personal data', async () => {
    expect(await problems()).toEqual([]);
  });

  it('is refused with a column that has no class', async () => {
    await pool.query(
      'ALTER TABLE dead_letters ADD nickname text; CREATE TABLE friends (id integer, notes jsonb)',
    );
    expect(await problems()).toEqual([
      'dead_letters.nickname has no class: add it to the dataClasses of its feature',
      'friends.notes has no class: add it to the dataClasses of its feature',
    ]);
  });
});
