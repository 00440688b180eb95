import type { Context, Ids } from '@waybill/kernel';
import type { EffectContext, Performer, Tx, UnitOfWork } from '@waybill/unit-of-work';
import type { Eraser, Person } from './eraser.js';

/** The effect that erases; its name is stored. */
export const ERASE = 'person.erase';

const MINUTE_MS = 60_000;
/**
 * When the places are searched again, after the first pass. A transaction that began before the erasure may commit after it, and a message
 * that was published before may be dead-lettered as long as its topic keeps it.
 */
const PASSES_MS = [0, MINUTE_MS, 60 * MINUTE_MS, 24 * 60 * MINUTE_MS, 8 * 24 * 60 * MINUTE_MS];
/** Rows whose units of work may share a transaction. */
const AT_ONCE = 200;

interface ErasureRequested extends Person {
  /** Counts from 0. Messages of older releases have none. */
  readonly pass?: number;
}

export interface ErasureOptions {
  readonly unitOfWork: UnitOfWork;
  readonly ids: Ids;
  readonly report: (error: unknown, message: string, details?: object) => void;
}

/** Some rows still contain data of the person. They are reported one by one, and tried again. */
export class ErasureIncomplete extends Error {
  override readonly name = 'ErasureIncomplete';

  constructor(failed: number) {
    super(`${failed} places or rows with personal data could not be erased`);
  }
}

/**
 * Erases a person's data in this service: asks every eraser for its rows, and erases each row in a unit of work of its own. A row that
 * fails is reported and tried again, with the usual pauses of an effect; it delays neither the other rows nor the erasure of anybody else.
 */
export class Erasure implements Performer<ErasureRequested, void> {
  constructor(
    private readonly options: ErasureOptions,
    private readonly erasers: readonly Eraser[],
  ) {}

  /** Throws ErasureIncomplete. */
  async erase(person: Person, context: EffectContext): Promise<void> {
    let failed = 0;
    const note = (error: unknown, place: string, row?: string): void => {
      failed++;
      this.options.report(error, 'personal data was not erased, and is tried again', { place, row });
    };
    for (const eraser of this.erasers) {
      const rows = await eraser.find(person).catch((error: unknown) => {
        note(error, eraser.name);
        return [];
      });
      for (let start = 0; start < rows.length; start += AT_ONCE) {
        const some = rows.slice(start, start + AT_ONCE);
        const done = await Promise.allSettled(some.map((row) => this.eraseRow(eraser, row, person, context)));
        for (const [index, one] of done.entries())
          if (one.status === 'rejected') note(one.reason, eraser.name, some[index]);
      }
    }
    if (failed > 0) throw new ErasureIncomplete(failed);
  }

  async perform(person: ErasureRequested, { context }: { readonly context: EffectContext }): Promise<void> {
    await this.erase(person, context);
  }

  /** Requests the next pass. */
  answer(tx: Tx, _: void, { pass = 0, ...person }: ErasureRequested): void {
    requestErasure(tx, person, pass + 1);
  }

  private eraseRow(eraser: Eraser, row: string, person: Person, context: EffectContext): Promise<void> {
    const own: Context = { messageId: this.options.ids.next(), consumer: ERASE, unclaimed: true, ...context };
    return this.options.unitOfWork.run(own, (tx) => eraser.erase(tx, row, person));
  }
}

/** Erases the person's data in this service soon after the commit. */
export function requestErasure(tx: Tx, person: Person, pass = 0): void {
  const pause = PASSES_MS[pass];
  if (pause === undefined) return;
  const payload: ErasureRequested = { ...person, pass };
  tx.effect({ kind: ERASE, key: person.id, payload, dueAt: new Date(tx.at.getTime() + pause) });
}
