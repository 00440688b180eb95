// An order workflow of four steps on DBOS Transact, run by tools/bench/dbos.ts in a folder of its own with the packages that it imports.
// Orders start in this process, without HTTP. It reads one command per line and answers each with one line of JSON.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { createInterface } from 'node:readline';
import pg from 'pg';

const [applicationUrl, systemDatabaseUrl] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: applicationUrl, max: 10 });
const SKUS = 200;

await pool.query(`
  CREATE TABLE stock (sku text PRIMARY KEY, on_hand bigint NOT NULL, reserved bigint NOT NULL);
  CREATE TABLE orders (id text PRIMARY KEY, customer text NOT NULL, lines jsonb NOT NULL, total bigint NOT NULL, status text NOT NULL);
  CREATE TABLE reservations (order_id text PRIMARY KEY, lines jsonb NOT NULL);
  CREATE TABLE payments (order_id text PRIMARY KEY, amount bigint NOT NULL, status text NOT NULL);
  CREATE TABLE shipments (order_id text PRIMARY KEY, address jsonb NOT NULL, booking text NOT NULL);
  INSERT INTO stock SELECT 'LOAD-' || lpad(n::text, 3, '0'), 100000000, 0 FROM generate_series(0, ${SKUS - 1}) n`);

const steps = {
  reserve: ({ id, lines }) =>
    pool.query(
      `WITH wanted AS (SELECT sku, quantity FROM jsonb_to_recordset($2::jsonb) AS l (sku text, quantity int)),
         taken AS (UPDATE stock s SET reserved = s.reserved + w.quantity FROM wanted w WHERE s.sku = w.sku RETURNING 1)
       INSERT INTO reservations (order_id, lines) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [id, JSON.stringify(lines)],
    ),
  authorize: ({ id, total }) =>
    pool.query(
      `INSERT INTO payments (order_id, amount, status) VALUES ($1, $2, 'authorized') ON CONFLICT DO NOTHING`,
      [id, total],
    ),
  book: ({ id, address }) =>
    pool.query(
      `INSERT INTO shipments (order_id, address, booking) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [id, JSON.stringify(address), `booking-${id}`],
    ),
  capture: ({ id }) =>
    pool.query(
      `WITH paid AS (UPDATE payments SET status = 'captured' WHERE order_id = $1)
       UPDATE orders SET status = 'CONFIRMED' WHERE id = $1`,
      [id],
    ),
};

const fulfil = DBOS.registerWorkflow(
  async (order) => {
    for (const [name, step] of Object.entries(steps)) {
      await DBOS.runStep(async () => void (await step(order)), { name });
    }
  },
  { name: 'fulfil' },
);

DBOS.setConfig({ name: 'orders', applicationVersion: '1', systemDatabaseUrl, logLevel: 'error' });
await DBOS.launch();

let number = 0;

/** Places an order and waits until it is confirmed. Returns the milliseconds. */
async function order() {
  const current = number++;
  const id = `order-${String(current).padStart(9, '0')}`;
  const sku = (n) => `LOAD-${String(n % SKUS).padStart(3, '0')}`;
  const second = (current * 7 + 1) % SKUS;
  const lines = [
    { sku: sku(current), quantity: 1 },
    { sku: sku(second === current % SKUS ? second + 1 : second), quantity: 2 },
  ];
  const address = { name: 'Load', line1: '1 Road', city: 'London', postalCode: 'N1 1AA', country: 'GB' };
  const placed = performance.now();
  await pool.query(
    `INSERT INTO orders (id, customer, lines, total, status) VALUES ($1, 'load', $2, 3000, 'PENDING')`,
    [id, JSON.stringify(lines)],
  );
  const handle = await DBOS.startWorkflow(fulfil, { workflowID: id })({ id, lines, total: 3000, address });
  await handle.getResult();
  return performance.now() - placed;
}

/** `clients` place one order after the other, or `rate` orders are placed per second. */
async function load({ seconds, clients, rate }) {
  const start = performance.now();
  const end = start + seconds * 1_000;
  const ms = [];
  const place = async () => void ms.push(await order());
  if (clients !== undefined) {
    const client = async () => {
      while (performance.now() < end) await place();
    };
    await Promise.all(Array.from({ length: clients }, client));
  } else {
    const placed = [];
    while (performance.now() < end) {
      const due = Math.floor(((performance.now() - start) / 1_000) * rate);
      while (placed.length < due) placed.push(place());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(placed);
  }
  return { orders: ms.length, seconds: (performance.now() - start) / 1_000, ms };
}

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await load(JSON.parse(line))));
}
await DBOS.shutdown();
await pool.end();
