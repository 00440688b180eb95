import { type Timers, backoff, sleep } from '@waybill/kernel';
import type { ParkedKey } from './dead-letter.js';

export type ParkedName = Pick<ParkedKey, 'consumer' | 'topic' | 'key'>;

export interface ParkedKeysOptions {
  /** All parked keys of this service. */
  readonly read?: (() => Promise<readonly ParkedName[]>) | undefined;
  readonly timers: Timers;
  readonly random: () => number;
}

/**
 * Caches parked keys, so that a message costs no query. The database is authoritative. It is read after the group is joined, before the
 * first message, and after a duplicate, which another instance may have dead-lettered. A key that is missing here would let a later
 * message overtake; an extra key only makes the writer of the dead letter check again under lock.
 */
export class ParkedKeys {
  private readonly names = new Set<string>();
  private reading: Promise<void> | undefined;
  private known = false;
  private refreshed = 0;

  constructor(private readonly options: ParkedKeysOptions) {}

  /** The cache may be out of date. */
  refresh(): void {
    this.reading = undefined;
    this.known = false;
    this.refreshed++;
  }

  /** Resolves when the cache is up to date; undefined if it already is. */
  ready(): Promise<void> | undefined {
    if (this.known || !this.options.read) return undefined;
    return (this.reading ??= this.read(this.options.read));
  }

  has(name: ParkedName): boolean {
    return this.names.size > 0 && this.names.has(nameOf(name));
  }

  add(name: ParkedName): void {
    this.names.add(nameOf(name));
  }

  delete(name: ParkedName): void {
    this.names.delete(nameOf(name));
  }

  /** Only adds keys: the result misses those that this instance parked meanwhile, and released ones are found later. */
  private async read(read: () => Promise<readonly ParkedName[]>): Promise<void> {
    const { timers, random } = this.options;
    const asked = this.refreshed;
    for (let tries = 0; ; tries++) {
      try {
        for (const name of await read()) this.add(name);
        if (this.refreshed === asked) this.known = true;
        return;
      } catch {
        // No message may be handled before this is known, so it retries until the database responds.
        await sleep(timers, 50 + backoff(tries, 100, 5_000, random));
      }
    }
  }
}

function nameOf({ consumer, topic, key }: ParkedName): string {
  return `${consumer}\0${topic}\0${key}`;
}
