import { brokerFrom } from '@waybill/platform';

export type End = 'CONFIRMED' | 'REJECTED' | 'DELIVERED' | 'CANCELLED';

const ENDS: Readonly<Record<string, End>> = {
  'order.confirmed': 'CONFIRMED',
  'order.rejected': 'REJECTED',
  'order.delivered': 'DELIVERED',
  'order.cancelled': 'CANCELLED',
};

/** Observes orders as a consumer of the topic of order events. */
export class OrderFollower {
  private readonly seen = new Map<string, Set<End>>();
  private readonly waiting = new Map<string, (end: End) => void>();

  /** Calls back for each status of each order, with the time of arrival on this process's clock. */
  constructor(private readonly onEnd: (orderId: string, end: End, at: number) => void) {}

  async start(brokers: string): Promise<() => Promise<void>> {
    const broker = brokerFrom(process.env, 'waybill-load', `kafka://${brokers}`);
    const consumption = await broker.subscribe({
      group: `waybill.load.${process.pid}`,
      topics: ['order.events'],
      handle: (records) => {
        for (const { key, headers } of records) this.turn(key, ENDS[headers['ce_type'] ?? '']);
        return Promise.resolve();
      },
    });
    return async () => {
      await consumption.stop();
      await broker.close();
    };
  }

  /** Resolves when the order is confirmed or rejected. */
  decided(orderId: string): Promise<End> {
    const known = [...(this.seen.get(orderId) ?? [])].find(
      (end) => end === 'CONFIRMED' || end === 'REJECTED',
    );
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.waiting.set(orderId, resolve));
  }

  private turn(orderId: string, end: End | undefined): void {
    if (!end) return;
    const before = this.seen.get(orderId) ?? new Set<End>();
    if (before.has(end)) return;
    this.seen.set(orderId, before.add(end));
    this.onEnd(orderId, end, performance.now());
    if (end !== 'CONFIRMED' && end !== 'REJECTED') return;
    this.waiting.get(orderId)?.(end);
    this.waiting.delete(orderId);
  }
}
