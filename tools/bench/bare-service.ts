import { SHARDS, shardOf } from '@waybill/outbox';
import type { ServiceName } from '@waybill/shop';
import type { Kafka, Producer } from 'kafkajs';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Hop, Write } from './hops.js';
import type { SampleMessage, Samples } from './samples.js';
import { type Row, Table } from './table.js';

/** Forces the same query plans as in the platform: by key, whatever the statistics. */
const BY_KEY =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off';

interface Task {
  readonly hop: Hop;
  readonly orderId: string;
  readonly done: () => void;
}

/**
 * One service of the bare loop, with kafkajs and pg only. Collects tasks into batches like the platform. Each batch is one
 * transaction, then one produce request, then one statement that moves the outbox rows.
 */
export class BareService {
  private readonly tables = new Map<string, Table>();
  private queue: Task[] = [];
  private busy = false;
  private relaying = false;

  private constructor(
    readonly name: ServiceName,
    private readonly client: pg.Client,
    private readonly relay: pg.Client,
    private readonly producer: Producer,
    private readonly samples: Samples,
  ) {}

  static async start(name: ServiceName, url: string, kafka: Kafka, samples: Samples): Promise<BareService> {
    const connect = async (): Promise<pg.Client> => {
      const client = new pg.Client({
        connectionString: url,
        pipeline: true,
        options: BY_KEY,
      } as pg.ClientConfig);
      await client.connect();
      return client;
    };
    const [client, relay] = [await connect(), await connect()];
    const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
    await producer.connect();
    const service = new BareService(name, client, relay, producer, samples);
    for (const table of ['inbox', 'outbox', 'effects', ...Object.keys(samples.rows[name])]) {
      service.tables.set(table, await Table.of(client, table));
    }
    return service;
  }

  /** Resolves when the transaction of the hop is committed. */
  run(hop: Hop, orderId: string): Promise<void> {
    return new Promise((done) => {
      this.queue.push({ hop, orderId, done });
      void this.drain();
    });
  }

  async stop(): Promise<void> {
    await this.producer.disconnect();
    await Promise.all([this.client.end(), this.relay.end()]);
  }

  private async drain(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await Promise.resolve();
    while (this.queue.length > 0) {
      const tasks = this.queue.splice(0, 200);
      await this.commit(tasks);
      for (const { hop, orderId, done } of tasks) {
        // External systems respond immediately here.
        if (hop.then) void this.run(hop.then, orderId);
        done();
      }
      void this.publish();
      await new Promise((resolve) => setTimeout(resolve, tasks.length > 1 ? 2 : 0));
    }
    this.busy = false;
  }

  private async commit(tasks: readonly Task[]): Promise<void> {
    const groups = new Map<string, { write: Write; rows: Row[] }>();
    const add = (write: Write, row: Row): void => {
      const name = `${write[0]} ${write[1]}`;
      const group = groups.get(name) ?? { write, rows: [] };
      groups.set(name, group);
      group.rows.push(row);
    };
    tasks.forEach(({ hop, orderId }, index) => {
      for (const write of hop.writes)
        for (let n = 0; n < (write[2] ?? 1); n++) add(write, this.row(write, orderId, index, n));
      for (const type of hop.publishes)
        add(['outbox', 'insert'], this.outboxRow(this.samples.messages.get(type)!, orderId));
    });
    const statements = [...groups.values()].map(({ write: [table, change], rows }) => {
      const target = this.tables.get(table)!;
      return change === 'insert'
        ? target.insert(rows)
        : change === 'update'
          ? target.update(distinct(table, rows))
          : target.remove(rows);
    });
    await Promise.all([
      this.client.query('BEGIN'),
      ...statements.map((statement) => this.client.query(statement)),
      this.client.query('COMMIT'),
    ]);
  }

  private async publish(): Promise<void> {
    if (this.relaying) return;
    this.relaying = true;
    for (;;) {
      const { rows } = await this.relay.query<
        Row & { position: number; topic: string; key: string; body: string; type: string; id: string }
      >({
        name: 'relay',
        text: `SELECT * FROM outbox WHERE shard = ANY($1) ORDER BY position LIMIT 500`,
        values: [Array.from({ length: SHARDS }, (_, shard) => shard)],
      });
      if (rows.length === 0) break;
      const topics = new Map<string, { key: string; value: string; headers: Record<string, string> }[]>();
      for (const { topic, key, body, type, id } of rows) {
        const { headers } = this.samples.messages.get(type)!;
        const messages = topics.get(topic) ?? [];
        topics.set(topic, messages);
        messages.push({ key, value: body, headers: { ...headers, ce_id: id } });
      }
      await this.producer.sendBatch({
        acks: -1,
        topicMessages: [...topics].map(([topic, messages]) => ({ topic, messages })),
      });
      await this.relay.query({
        name: 'move',
        text: `WITH unflushed AS (SELECT set_config('synchronous_commit', 'off', true)),
          sent AS (DELETE FROM outbox USING unflushed WHERE position = ANY($1::bigint[]) RETURNING id, topic, key)
          INSERT INTO outbox_sent SELECT current_date, id, topic, key, 0, 0 FROM sent`,
        values: [rows.map(({ position }) => position)],
      });
    }
    this.relaying = false;
  }

  /** The sample's row with the ids of this order; if there are several, such as events, the n-th. */
  private row([table, change]: Write, orderId: string, index: number, n: number): Row {
    const today = new Date().toISOString().slice(0, 10);
    if (table === 'inbox') return { day: today, consumer: `bare.${this.name}`, message_id: uuidv7() };
    if (table === 'effects') return this.effect(orderId, change);
    const samples = this.samples.rows[this.name][table]!;
    const number = Math.abs(shardOf(orderId + table) + index + n);
    const sample = table === 'stock' ? samples[(number * 7 + n) % samples.length]! : samples[0]!;
    const row: Row = { ...sample };
    if (table === 'events')
      return { ...row, stream_id: orderId, version: this.nextVersion(orderId), id: uuidv7() };
    if (table === 'idempotency_keys') return { ...row, scope: `bare|${orderId}` };
    if (table === 'stock_movements') return { ...row, reference: `${orderId} ${n}` };
    if (table === 'notifications') return { ...row, id: this.mail(orderId, change), order_id: orderId };
    if (table === 'shipments')
      return { ...row, order_id: orderId, shipment_id: orderId, booking_id: orderId };
    if ('order_id' in row) row['order_id'] = orderId;
    else if ('id' in row) row['id'] = orderId;
    return row;
  }

  private readonly versions = new Map<string, number>();

  private nextVersion(orderId: string): number {
    const version = (this.versions.get(orderId) ?? 0) + 1;
    this.versions.set(orderId, version);
    return version;
  }

  private readonly mails = new Map<string, string[]>();

  private mail(orderId: string, change: string): string {
    const ids = this.mails.get(orderId) ?? [];
    this.mails.set(orderId, ids);
    if (change === 'update') return ids.shift() ?? '';
    const id = uuidv7();
    ids.push(id);
    return id;
  }

  private readonly asked = new Map<string, string[]>();

  private effect(orderId: string, change: string): Row {
    const ids = this.asked.get(orderId) ?? [];
    this.asked.set(orderId, ids);
    if (change === 'delete') return { id: ids.shift() ?? '' };
    const id = uuidv7();
    ids.push(id);
    const context = { correlationId: orderId, causationId: id, tenant: 'default', traceparent: '' };
    const payload = { orderId, amount: { amount: 3495, currency: 'EUR' }, paymentMethod: 'pm_card_visa' };
    return {
      id,
      shard: shardOf(orderId),
      kind: 'bare',
      key: orderId,
      payload,
      context,
      attempt: 1,
      due_at: new Date(),
    };
  }

  private outboxRow({ topic, type, body, headers }: SampleMessage, orderId: string): Row {
    const id = uuidv7();
    return {
      shard: shardOf(orderId),
      topic,
      key: orderId,
      id,
      type,
      version: 1,
      source: `/${this.name}`,
      time: new Date(),
      correlation_id: headers['ce_correlationid'],
      causation_id: id,
      user_id: headers['ce_userid'] ?? null,
      tenant: 'default',
      traceparent: headers['traceparent'],
      aggregate_type: null,
      aggregate_version: null,
      body,
    };
  }
}

/** Removes repeated rows: if a batch changes a row twice, the platform writes it once. */
function distinct(table: string, rows: readonly Row[]): Row[] {
  const key = (row: Row): string =>
    String(
      table === 'stock' ? row['sku'] : table === 'notifications' ? row['id'] : (row['order_id'] ?? row['id']),
    );
  return [...new Map(rows.map((row) => [key(row), row])).values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
