import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postgresWorld, uniqueName } from '@waybill/testing';
import type { Database } from '@waybill/unit-of-work';
import { StockMovements1760000001004 } from '../database/stock-movements.js';
import { StockTables1760000001001 } from '../database/stock-tables.js';
import { Supply1760000001005 } from '../database/supply.js';
import { receiveStock } from './commands/receive-stock.js';
import { reserveStock } from './commands/reserve-stock.js';
import { ReservationPolicy } from './reservation-policy.js';

const PIECES = 20;
const ORDERS = 80;
const INSTANCES = 4;
const policy = new ReservationPolicy(60_000);
const migrations = [StockTables1760000001001, StockMovements1760000001004, Supply1760000001005];

/** Where rows are read without a lock, two instances decide on the same pieces. */
function unlocked(database: Database): Database {
  return {
    standing: (claims) => database.standing(claims),
    async open() {
      const session = await database.open();
      return {
        begin: (claims) => session.begin(claims),
        load: (requests) => session.load(requests.map((request) => ({ ...request, lock: false }))),
        list: (requests) => session.list(requests),
        commit: (changes, unclaim) => session.commit(changes, unclaim),
        rollback: () => session.rollback(),
      };
    },
  };
}

describe(`${PIECES} pieces, and ${ORDERS} orders at ${INSTANCES} instances at once`, () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  beforeAll(async () => {
    world = await postgresWorld('hot_stock', migrations);
  });
  afterAll(() => world?.close());

  /** How many orders were told that they have a piece. */
  const sold = async (database: Database): Promise<number> => {
    const sku = uniqueName('console');
    await world
      .shell()
      .run(world.context('receive'), (tx) => receiveStock(tx, { sku, quantity: PIECES }, 'opening stock'));
    const instances = Array.from({ length: INSTANCES }, () => world.shell({ database, setSize: 1 }));
    const orders = Array.from({ length: ORDERS }, (_, index) => ({ orderId: `${sku}/${index}`, index }));
    await Promise.all(
      orders.map(({ orderId, index }) =>
        instances[index % INSTANCES]!.run(world.context('reserve'), (tx) =>
          reserveStock(tx, { orderId, lines: [{ sku, quantity: 1 }] }, policy),
        ),
      ),
    );
    const { rows } = await world.pool.query<{ sold: number }>(
      `SELECT count(*)::int AS sold FROM reservations WHERE status = 'reserved' AND order_id LIKE $1`,
      [`${sku}/%`],
    );
    return rows[0]!.sold;
  };

  it('sells exactly as many as there are', async () => {
    expect(await sold(world.database)).toBe(PIECES);
  });

  it('sells more where rows are not locked, so that this would be noticed', async () => {
    expect(await sold(unlocked(world.database))).toBeGreaterThan(PIECES);
  });
});
