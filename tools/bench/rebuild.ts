// A rebuild in a separate process, to measure its memory. Prints its duration and memory use.
import { EventLog, ProjectionAdmin, Projector } from '@waybill/event-store';
import { systemTimers } from '@waybill/kernel';
import { unitOfWorkPool } from '@waybill/platform';
import { postgresDatabase } from '@waybill/unit-of-work';
import { balances } from './accounts.js';

const pool = unitOfWorkPool(process.argv[2]!, 'rebuild');
const projector = new Projector({
  log: new EventLog(pool),
  database: postgresDatabase(pool),
  timers: systemTimers,
  projections: [balances],
  onError: (error) => console.error(error),
});
const admin = new ProjectionAdmin(pool, [balances], projector);
// The live generation is marked as up to date, so that only the rebuild is measured.
await pool.query(
  `UPDATE projections SET (tx, position) = (SELECT tx, position FROM events ORDER BY tx DESC, position DESC LIMIT 1) WHERE state = 'live'`,
);
const start = performance.now();
await admin.rebuild(balances.name);
projector.start();
const state = async (): Promise<unknown> =>
  (await pool.query(`SELECT 1 FROM projections WHERE state = 'building'`)).rows[0];
while (await state()) await new Promise((resolve) => setTimeout(resolve, 20));
const seconds = (performance.now() - start) / 1_000;
await projector.stop();
const { rows } = await pool.query<{ events: number; balance: number }>(
  `SELECT (SELECT events FROM projections WHERE state = 'live') AS events, sum(balance)::float AS balance FROM balances`,
);
await pool.end();
const mib = process.resourceUsage().maxRSS / 1_024;
// Collects garbage first, so that only reachable memory is measured.
globalThis.gc?.();
process.send?.({ ...rows[0], seconds, mib, liveMib: process.memoryUsage().heapUsed / 1_048_576 });
process.disconnect?.();
