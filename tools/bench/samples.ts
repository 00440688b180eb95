import { brokerFrom } from '@waybill/platform';
import { SERVICES } from '@waybill/contracts';
import type { Platform, ServiceName } from '@waybill/shop';
import pg from 'pg';
import { HOPS, type Hop, PLACEMENT } from './hops.js';
import type { Row } from './table.js';

export interface SampleMessage {
  readonly topic: string;
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Rows and messages of one real order. The bare loop writes them again with other ids. */
export interface Samples {
  readonly rows: Readonly<Record<ServiceName, Readonly<Record<string, readonly Row[]>>>>;
  readonly messages: ReadonlyMap<string, SampleMessage>;
}

const TABLES: Readonly<Record<ServiceName, Readonly<Record<string, string>>>> = {
  order: {
    streams: 'id = $1',
    events: 'stream_id = $1',
    order_summaries: 'id = $1',
    contacts: 'id = $1',
    sagas: 'id = $1',
    idempotency_keys: `answer->>'id' = $1`,
  },
  inventory: {
    reservations: 'order_id = $1',
    stock: "sku LIKE 'LOAD-%' AND $1 <> ''",
    stock_movements: "kind = 'shipped' AND $1 <> '' LIMIT 1",
  },
  payment: { payments: 'order_id = $1' },
  shipping: { shipments: 'order_id = $1' },
  notification: { notifications: 'order_id = $1' },
};

/** Reads the samples of a delivered order. */
export async function readSamples(platform: Platform, brokers: string, orderId: string): Promise<Samples> {
  const rows = await Promise.all(
    SERVICES.map(async (service) => {
      const client = new pg.Client({ connectionString: platform.databases[service] });
      await client.connect();
      const tables: Record<string, Row[]> = {};
      for (const [table, where] of Object.entries(TABLES[service])) {
        tables[table] = (await client.query<Row>(`SELECT * FROM ${table} WHERE ${where}`, [orderId])).rows;
      }
      await client.end();
      return [service, tables] as const;
    }),
  );
  return {
    rows: Object.fromEntries(rows) as unknown as Samples['rows'],
    messages: await readMessages(brokers, orderId),
  };
}

async function readMessages(brokers: string, orderId: string): Promise<Map<string, SampleMessage>> {
  const wanted = [PLACEMENT, ...Object.values(HOPS).flat()].flatMap(published);
  const messages = new Map<string, SampleMessage>();
  const broker = brokerFrom(process.env, 'waybill-bench', `kafka://${brokers}`);
  let enough = (): void => undefined;
  const delivered = new Promise<void>((resolve) => (enough = resolve));
  const topics = ['order', 'inventory', 'payment', 'shipping', 'notification'].map(
    (name) => `${name}.events`,
  );
  const commands = ['inventory', 'payment', 'shipping'].map((name) => `${name}.commands`);
  const consumption = await broker.subscribe({
    group: `waybill.bench.${process.pid}`,
    topics: [...topics, ...commands],
    handle(records) {
      for (const { topic, key, headers, value } of records) {
        const type = headers['ce_type'] ?? '';
        if (key === orderId) messages.set(type, { topic, type, headers, body: value?.toString() ?? '' });
      }
      if (wanted.every((type) => messages.has(type))) enough();
      return Promise.resolve();
    },
  });
  await delivered;
  await consumption.stop();
  await broker.close();
  return messages;
}

function published({ publishes, then }: Hop): string[] {
  return [...publishes, ...(then ? published(then) : [])];
}
