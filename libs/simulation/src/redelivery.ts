import type { Delivery } from '@waybill/messaging';
import type { Chance } from './chance.js';

/** How many of the old ones are mixed in at most: the fewer, the longer others stay behind. */
const MIXED_IN = 20;

/**
 * Hands each record of a partition out several times: for the first time in the order of the partition, and again at any time, before
 * or behind any later one. That is the most that a broker may do that delivers at least once.
 */
export class Redelivery {
  /** What was handed out, once for each time that it still has to be. */
  private left: Delivery[] = [];

  constructor(
    private readonly times: number,
    private readonly chance: Chance,
  ) {}

  get over(): boolean {
    return this.left.length === 0;
  }

  /** The new ones, and some of the old ones between them. */
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
