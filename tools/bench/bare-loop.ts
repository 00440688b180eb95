import { SERVICES } from '@waybill/contracts';
import type { Platform, ServiceName } from '@waybill/shop';
import kafkajs, { type Consumer } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { percentiles, round } from '../load/run.js';
import { BareService } from './bare-service.js';
import { HOPS, PLACEMENT } from './hops.js';
import type { Samples } from './samples.js';

export interface BareReport {
  readonly confirmedPerSecond: number;
  readonly backlogSeconds: number;
  readonly confirmMs: ReturnType<typeof percentiles>;
  readonly orders: number;
}

/** Topics that each service consumes for an order. */
const TOPICS: Readonly<Record<ServiceName, readonly string[]>> = {
  order: ['inventory.events', 'payment.events', 'shipping.events'],
  inventory: ['inventory.commands', 'shipping.events'],
  payment: ['payment.commands'],
  shipping: ['shipping.commands', 'order.events', 'shipping.events'],
  notification: ['order.events'],
};

/**
 * The same messages, rows and commits as the platform, with kafkajs and pg only: no Nest, HTTP, contracts or guards, in one process.
 * The difference to the platform is the cost of its abstractions.
 */
export class BareLoop {
  private readonly services = new Map<ServiceName, BareService>();
  private readonly consumers: Consumer[] = [];
  private readonly placedAt = new Map<string, number>();
  private confirmed = 0;
  private confirmMs: number[] = [];

  async start(platform: Platform, brokers: string, samples: Samples): Promise<void> {
    const kafka = new kafkajs.Kafka({
      clientId: 'bare',
      brokers: brokers.split(','),
      logLevel: kafkajs.logLevel.NOTHING,
    });
    for (const name of SERVICES) {
      this.services.set(name, await BareService.start(name, platform.databases[name], kafka, samples));
    }
    for (const name of SERVICES) this.consumers.push(await this.consume(kafka, name));
  }

  /** Open loop with a rate, or closed loop with `clients` in parallel. A placement is a transaction, not a request. */
  async run(seconds: number, load: { rate: number } | { clients: number }): Promise<BareReport> {
    this.placedAt.clear();
    this.confirmMs = [];
    this.confirmed = 0;
    const start = performance.now();
    const end = start + seconds * 1_000;
    if ('rate' in load) await this.openLoop(start, end, load.rate);
    else await Promise.all(Array.from({ length: load.clients }, () => this.closedLoop(end)));
    const took = (performance.now() - start) / 1_000;
    const confirmed = this.confirmed;
    const backlog = this.placedAt.size;
    const sustained = confirmed / took;
    const patience = performance.now() + 60_000;
    while (this.placedAt.size > 0 && performance.now() < patience) await pause(20);
    return {
      orders: this.confirmed,
      confirmedPerSecond: round(sustained),
      backlogSeconds: round(backlog / Math.max(1, sustained)),
      confirmMs: percentiles(this.confirmMs),
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.disconnect()));
    await Promise.all([...this.services.values()].map((service) => service.stop()));
  }

  private async place(): Promise<string> {
    const id = uuidv7();
    this.placedAt.set(id, performance.now());
    await this.services.get('order')!.run(PLACEMENT, id);
    return id;
  }

  private async openLoop(start: number, end: number, rate: number): Promise<void> {
    for (let sent = 0; performance.now() < end;) {
      const due = Math.floor(((performance.now() - start) / 1_000) * rate);
      for (; sent < due; sent++) void this.place();
      await pause(2);
    }
  }

  private async closedLoop(end: number): Promise<void> {
    while (performance.now() < end) {
      const id = await this.place();
      while (this.placedAt.has(id) && performance.now() < end) await pause(5);
    }
  }

  private async consume(kafka: kafkajs.Kafka, name: ServiceName): Promise<Consumer> {
    const service = this.services.get(name)!;
    const consumer = kafka.consumer({
      groupId: `bare.${process.pid}.${name}`,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...TOPICS[name]], fromBeginning: false });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 64,
      eachBatch: async ({ batch, resolveOffset }) => {
        await Promise.all(
          batch.messages.flatMap(({ key, headers }) => {
            const orderId = key?.toString() ?? '';
            const type = String(headers?.['ce_type']);
            const hops = HOPS[type]?.filter((hop) => hop.service === name) ?? [];
            if (type === 'order.confirmed' && name === 'notification') this.seenConfirmed(orderId);
            return hops.map((hop) => service.run(hop, orderId));
          }),
        );
        resolveOffset(batch.lastOffset());
        await consumer.commitOffsets([
          { topic: batch.topic, partition: batch.partition, offset: String(BigInt(batch.lastOffset()) + 1n) },
        ]);
      },
    });
    return consumer;
  }

  private seenConfirmed(orderId: string): void {
    const placed = this.placedAt.get(orderId);
    if (placed === undefined) return;
    this.placedAt.delete(orderId);
    this.confirmed++;
    this.confirmMs.push(performance.now() - placed);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
