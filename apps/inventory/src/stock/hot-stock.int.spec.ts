import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import { postgresWorld, uniqueName, unlocked } from '@waybill/testing';
import { type Database, type Tx, rowType } from '@waybill/unit-of-work';
import { receiveStock } from './commands/receive-stock.js';
import { reserveStock } from './commands/reserve-stock.js';
import { reserve } from './domain/stock.js';
import { ReservationPolicy } from './reservation-policy.js';
import { stockFeature } from './stock.feature.js';
import { StockRow, nothingReserved, reservations } from './stock.rows.js';

const PIECES = 20;
const ORDERS = 80;
const INSTANCES = 4;
/** Instances without locks usually oversell in the first sale, but they need not. */
const SALES = 20;
type Request = Parameters<typeof reserveStock>[1];
const policy = new ReservationPolicy(60_000);
const { migrations = [] } = stockFeature;

/** The stock table without guards. */
const unguarded = rowType(StockRow, ['tenant', 'sku']);

/** Reserves units without checking how many are available. */
async function reserveBlindly(tx: Tx, { orderId, lines }: Request): Promise<void> {
  const { tenant } = tx.context;
  const [line] = lines;
  const row = await tx.load(unguarded, { tenant, sku: line!.sku });
  tx.save(unguarded, reserve(row!, line!));
  tx.save(reservations, {
    ...nothingReserved,
    orderId,
    tenant,
    status: 'reserved',
    lines,
    choreographed: false,
    updatedAt: tx.at,
  });
}

describe(`${PIECES} pieces, and ${ORDERS} orders at ${INSTANCES} instances at once`, () => {
  type World = Awaited<ReturnType<typeof postgresWorld>>;
  let world: World;
  /** The same database without the CHECK constraint. */
  let unchecked: World;
  beforeAll(async () => {
    world = await postgresWorld('hot_stock', migrations);
    unchecked = await postgresWorld('unchecked_stock', migrations);
    await unchecked.pool.query(
      `ALTER TABLE stock DROP CONSTRAINT stock_covers_reservations,
         DROP CONSTRAINT stock_covers_reservations_in_each_warehouse`,
    );
  });
  afterAll(() => Promise.all([world?.close(), unchecked?.close()]));

  interface Sale {
    readonly at?: World;
    readonly database?: Database;
    readonly act?: typeof reserveStock;
  }

  /** Returns the number of orders that got a unit, and the database errors of the others. */
  const sold = async ({ at = world, database = at.database, act = reserveStock }: Sale = {}) => {
    const sku = uniqueName('console');
    await at
      .unitOfWork()
      .run(at.context('receive'), (tx) => receiveStock(tx, { sku, quantity: PIECES }, 'opening stock'));
    const instances = Array.from({ length: INSTANCES }, () => at.unitOfWork({ database, maxBatchSize: 1 }));
    const refusals: string[] = [];
    const orders = Array.from({ length: ORDERS }, (_, index) => ({ orderId: `${sku}/${index}`, index }));
    await Promise.all(
      orders.map(({ orderId, index }) =>
        instances[index % INSTANCES]!.run(at.context('reserve'), (tx) =>
          act(tx, { orderId, lines: [{ sku, quantity: 1 }] }, policy),
        ).catch((error: unknown) => refusals.push(codeOf(error))),
      ),
    );
    const { rows } = await at.pool.query<{ sold: number }>(
      `SELECT count(*)::int AS sold FROM reservations WHERE status = 'reserved' AND order_id LIKE $1`,
      [`${sku}/%`],
    );
    return { sold: rows[0]!.sold, refusals: [...new Set(refusals)] };
  };

  it('sells exactly as many as there are', async () => {
    expect(await sold()).toEqual({ sold: PIECES, refusals: [] });
  });

  it('sells more where rows are not locked, so that this would be noticed', async () => {
    let most = 0;
    for (let sale = 0; sale < SALES && most <= PIECES; sale++)
      most = (await sold({ database: unlocked(world.database) })).sold;
    expect(most).toBeGreaterThan(PIECES);
  });

  it('sells no more where nobody looks what is free, for the CHECK beneath refuses it', async () => {
    expect(await sold({ act: reserveBlindly })).toEqual({ sold: PIECES, refusals: ['23514'] });
  });

  it('sells to everyone where the CHECK is gone, too, so that this would be noticed', async () => {
    expect(await sold({ at: unchecked, act: reserveBlindly })).toEqual({ sold: ORDERS, refusals: [] });
  });
});
