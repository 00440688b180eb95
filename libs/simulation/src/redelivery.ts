import type { Delivery } from '@waybill/messaging';
import type { Chance } from './chance.js';

/** Maximum number of old records that are mixed in at once. */
const MIXED_IN = 20;

/**
 * Delivers each record of a partition several times: first in the order of the partition, then at any later time, before or after
 * other records. This is the worst case of at-least-once delivery.
 */
export class Redelivery {
  /** Deliveries that are left. */
  private left: Delivery[] = [];

  constructor(
    private readonly times: number,
    private readonly chance: Chance,
  ) {}

  get over(): boolean {
    return this.left.length === 0;
  }

  /** The new records with some of the old ones between them. */
  mix(fresh: readonly Delivery[]): Delivery[] {
    const mixed: Delivery[] = [];
    for (const record of fresh) {
      mixed.push(record, ...this.draw(this.chance.between(0, 2)));
      for (let more = 1; more < this.times; more++) this.left.push(record);
    }
    return [...mixed, ...this.draw(fresh.length > 0 ? this.chance.between(0, 2) : MIXED_IN)];
  }

  private draw(count: number): Delivery[] {
    const drawn: Delivery[] = [];
    for (; drawn.length < count && this.left.length > 0;)
      drawn.push(...this.left.splice(this.chance.between(0, this.left.length - 1), 1));
    return drawn;
  }
}
