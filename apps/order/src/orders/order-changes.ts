import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { Observable } from 'rxjs';
import type { OrderSignals } from './order-signals.js';
import type { OrderRows } from './order.rows.js';
import type { HistoryEntry } from './history-entry.js';

const AGAIN_MS = 3_600_000;
const ENTRIES_AT_ONCE = 100;

interface Change {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** Streams the events of an order after a given version, as the body of server-sent events. */
export class OrderChanges {
  /** Reads in progress by what they read. Streams of one order share them. */
  private readonly reads = new Map<string, Promise<HistoryEntry[]>>();

  constructor(
    /** Over the connections of those who wait. */
    private readonly rows: OrderRows,
    private readonly signals: OrderSignals,
  ) {}

  /**
   * Throws NOT_FOUND before the stream begins. No event is the last one: returns follow a delivery, refunds a rejection or cancellation. So the
   * stream goes on until its reader closes it, or the platform does.
   */
  async of(orderId: OrderId, reader: Principal, afterVersion: number): Promise<Observable<Change>> {
    const row = await this.rows.find(orderId, reader);
    if (!row) throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
    return new Observable((subscriber) => {
      const gone = new AbortController();
      const versions = { after: afterVersion, upTo: row.summary.version };
      void this.follow(orderId, versions, gone.signal, (entry) => {
        subscriber.next({ id: String(entry.version), type: entry.type, data: entry });
      }).then(
        () => subscriber.complete(),
        (error: unknown) => subscriber.error(error),
      );
      // With a reason, because abort() without one creates an error with a stack.
      return () => gone.abort('closed');
    });
  }

  private async follow(
    orderId: OrderId,
    versions: { readonly after: number; readonly upTo: number },
    gone: AbortSignal,
    emit: (entry: HistoryEntry) => void,
  ): Promise<void> {
    let { after, upTo } = versions;
    while (!gone.aborted) {
      if (after < upTo) {
        const entries = await this.read(orderId, after, upTo);
        for (const entry of entries) emit(entry);
        after = entries.at(-1)?.version ?? upTo;
      } else {
        const mark = await this.signals.until(orderId, ({ version }) => version > after, AGAIN_MS, gone);
        upTo = mark?.version ?? upTo;
      }
    }
  }

  /** Events that are committed: a read that started before version `upTo` was known is not shared. */
  private read(orderId: OrderId, after: number, upTo: number): Promise<HistoryEntry[]> {
    const key = `${orderId} ${after} ${upTo}`;
    let reading = this.reads.get(key);
    if (!reading) {
      reading = this.rows.history(orderId, { after, limit: ENTRIES_AT_ONCE });
      this.reads.set(key, reading);
      const done = (): void => void this.reads.delete(key);
      reading.then(done, done);
    }
    return reading;
  }
}
