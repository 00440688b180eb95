import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SERVICES } from '@waybill/contracts';
import { eventually, queryOn } from '@waybill/testing';
import { auditedClean } from '../audit.js';
import { PATIENCE } from '../shop.js';
import { OrdersUnderWay, type UnderWay } from './orders-under-way.js';
import { type TwoBuilds, withReleased, startTwoBuilds } from './two-builds.js';

jest.setTimeout(900_000);

const STATUSES = [
  'AUTHORIZED',
  'CANCELLED',
  'CANCELLING',
  'CONFIRMED',
  'DELIVERED',
  'DRAFT',
  'PENDING',
  'REJECTED',
  'RESERVED',
  'SHIPPED',
];

/** Simulated defects of the released build: the database refuses rows of these tenants, so their messages are dead-lettered. */
const DEFECTS = {
  order: {
    table: 'order_summaries',
    when: `(NEW.tenant = 'defect-booked' AND NEW.progress ? 'shipment') OR (NEW.tenant = 'defect-refunded' AND NEW.status = 'CANCELLED')`,
  },
  payment: { table: 'payments', when: `NEW.tenant = 'defect-payment'` },
} as const;
const BROKEN = Object.keys(DEFECTS) as readonly (keyof typeof DEFECTS)[];

/** Number of open sagas when the released build stops. In choreographed mode only refunds and returns have a saga. */
const MODES = [
  { mode: 'orchestrated', openSagas: 9 },
  { mode: 'choreographed', openSagas: 2 },
] as const;
const RUN = process.env['WAYBILL_PROOFS'] === 'full' ? MODES : MODES.slice(0, 1);

const specify = ({ mode, openSagas }: (typeof MODES)[number]): void => {
  const environment = { FULFILMENT: mode };
  let platform: TwoBuilds;
  let orders: OrdersUnderWay;
  let draft: UnderWay;
  let waiting: UnderWay;

  const query = <Row extends object>(service: (typeof SERVICES)[number], sql: string) =>
    queryOn<Row>(platform.databases[service], sql);
  const count = async (service: (typeof SERVICES)[number], from: string): Promise<number> =>
    (await query<{ count: number }>(service, `SELECT count(*)::int AS count FROM ${from}`))[0]!.count;
  const untilCounted = (service: (typeof SERVICES)[number], from: string, least: number) =>
    eventually(async () => expect(await count(service, from)).toBeGreaterThanOrEqual(least), PATIENCE);

  beforeAll(async () => {
    platform = await startTwoBuilds({
      environment,
      environments: {
        shipping: { PICKING: 'manual', DISPATCH_AFTER: 'manual' },
        sandbox: { CARRIER_DELIVERS_AFTER: 'manual' },
      },
    });
    orders = new OrdersUnderWay(platform);
    for (const service of BROKEN) {
      const { table, when } = DEFECTS[service];
      await query(
        service,
        `CREATE FUNCTION defect() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION 'a defect' USING ERRCODE = '22000'; END $$;
         CREATE TRIGGER defect BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION defect()`,
      );
    }
  });
  afterAll(() => platform?.end());

  it('starts with orders in every status, running sagas, waiting effects and dead letters', async () => {
    const shop = orders.shop('upgrade');
    const [delivered, short, cancelled] = await Promise.all([
      orders.reaching('DELIVERED', { shop }),
      orders.reaching('CONFIRMED', { shop }),
      orders.reaching('CONFIRMED', { shop, end: 'CANCELLED' }),
      orders.reaching('CONFIRMED', { shop }),
      orders.reaching('SHIPPED', { shop }),
      orders.reaching('DELIVERED', { shop }),
    ]);
    const [cancelling, refunded] = await Promise.all([
      orders.reaching('CONFIRMED', { shop, end: 'CANCELLED' }),
      orders.reaching('CONFIRMED', { shop: orders.shop('defect-refunded'), end: 'CANCELLED' }),
      orders.place({ shop: orders.shop('defect-booked') }),
      orders.place({ shop: orders.shop('defect-payment') }),
      orders.place({ shop, wish: { paymentMethod: 'pm_card_visa_chargeDeclined' }, end: 'REJECTED' }),
      orders.draft(shop).then((order) => (draft = order)),
      orders.placeWaiting(shop).then((order) => (waiting = order)),
      orders.cancel(cancelled).then(() => orders.until(cancelled, 'CANCELLED')),
    ]);
    await orders.cancel(refunded);
    await untilCounted('order', `dead_letters WHERE status = 'open'`, 2);
    await untilCounted('payment', `dead_letters WHERE status = 'open'`, 1);

    // From here on the gateway and the carrier fail. Pending effects have had few attempts, so their retry delays are short.
    await shop.spoil('gateway', 'refunds.create', 'error-before', 100_000);
    await shop.spoil('carrier', 'bookings.create', 'error-before', 100_000);
    const booking = await orders.place({ shop });
    await orders.until(booking, 'AUTHORIZED');
    await shop.spoil('gateway', 'payment_intents.create', 'error-before', 100_000);
    await Promise.all([
      orders.cancel(cancelling),
      orders.pickShort(short),
      orders.sendBack(delivered),
      orders.place({ shop }).then((order) => orders.until(order, 'RESERVED')),
    ]);
    await untilCounted('payment', `effects WHERE attempt > 0`, 4);
    await untilCounted('shipping', `effects WHERE attempt > 0`, 1);
    // The command of this order stays unread in the topic, because inventory is stopped.
    const sku = await shop.sells('cup');
    await platform.processes.get('inventory')!.stop();
    await orders.place({ shop, wish: { sku } });
    await Promise.all(SERVICES.map((service) => platform.processes.get(service)!.kill()));

    const statuses = await query<{ status: string }>('order', 'SELECT DISTINCT status FROM order_summaries');
    expect(statuses.map(({ status }) => status).sort()).toEqual(STATUSES);
    expect(await count('order', `sagas WHERE status <> 'ended'`)).toBeGreaterThanOrEqual(openSagas);
    expect(await count('payment', 'effects')).toBeGreaterThanOrEqual(4);
  });

  it('ends every order of the released build with the present one', async () => {
    const shop = orders.shop('upgrade');
    await Promise.all([shop.repair('gateway'), shop.repair('carrier')]);
    for (const service of BROKEN)
      await query(service, `DROP TRIGGER defect ON ${DEFECTS[service].table}; DROP FUNCTION defect`);
    await platform.upgrade();

    await Promise.all(BROKEN.map((service) => orders.redrive(service)));
    await Promise.all([orders.placeDraft(draft), orders.receive(waiting, 10)]);
    const ended = await Promise.all(orders.all.map((order) => orders.finish(order)));

    expect(ended.map(({ status }) => status)).toEqual(orders.all.map(({ end }) => end));
    expect(await count('order', `sagas WHERE status <> 'ended'`)).toBe(0);
    for (const service of SERVICES) {
      // The last messages of an order are published after its status is read.
      await eventually(async () => expect(await count(service, 'outbox')).toBe(0), PATIENCE);
      expect(await count(service, `dead_letters WHERE status = 'open'`)).toBe(0);
    }
  });

  it('pays each pending refund once', async () => {
    const charges = await Promise.all(
      orders.all.map(async (order) => {
        const { refunded, total } = await orders.until(order, order.end);
        const kept = (await order.shop.charges(order.id)).filter(({ captured }) => captured > 0);
        const expected = order.end === 'REJECTED' ? [] : [[total.amount, refunded.amount]];
        return { expected, charged: kept.map((charge) => [charge.captured, charge.refunded]) };
      }),
    );
    expect(charges.map(({ charged }) => charged)).toEqual(charges.map(({ expected }) => expected));
    expect(charges.filter(({ charged }) => (charged[0]?.[1] ?? 0) > 0).length).toBe(5);
  });

  it('leaves clean records: the audit finds nothing', async () => {
    const { records } = await auditedClean({ ...platform, environment });
    expect(records.order).toBe(orders.all.length);
  });
};

withReleased(() => describe.each(RUN)('an upgrade of a running platform in $mode mode', specify));
