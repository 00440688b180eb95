import { type Timers, backoff, sleep } from '@waybill/kernel';
import type { ParkedKey } from './dead-letter.js';

export type ParkedName = Pick<ParkedKey, 'consumer' | 'topic' | 'key'>;

export interface ParkedKeysOptions {
  /** All parked keys of this service, as they stand in the database. */
  readonly read?: (() => Promise<readonly ParkedName[]>) | undefined;
  readonly timers: Timers;
  readonly random: () => number;
}

/**
 * What this instance knows of parked keys, so that a message costs no query. The database has the truth: it is read when the
 * group is joined, before the first message, and after a duplicate, which may be another instance's letter. A key that is
 * missing here would let a message overtake; one too many only makes the writer of a letter look again, under lock.
 */
export class ParkedKeys {
  private readonly names = new Set<string>();
  private reading: Promise<void> | undefined;
  private known = false;
  private refreshed = 0;

  constructor(private readonly options: ParkedKeysOptions) {}

  /** What was read before may be out of date. */
  refresh(): void {
    this.reading = undefined;
    this.known = false;
    this.refreshed++;
  }

  /** Resolves when what the database says is known here; undefined when it is already. */
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

  /** Only adds: what this instance parked meanwhile is not in the answer, and what was released shows itself. */
  private async read(read: () => Promise<readonly ParkedName[]>): Promise<void> {
    const { timers, random } = this.options;
    const asked = this.refreshed;
    for (let tries = 0; ; tries++) {
      try {
        for (const name of await read()) this.add(name);
        if (this.refreshed === asked) this.known = true;
        return;
      } catch {
        // Nothing may be handled before it is known: the database is waited for.
        await sleep(timers, 50 + backoff(tries, 100, 5_000, random));
      }
    }
  }
}

function nameOf({ consumer, topic, key }: ParkedName): string {
  return `${consumer}\0${topic}\0${key}`;
}
