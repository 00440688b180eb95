import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { Observable } from 'rxjs';
import type { OrderSignals } from './order-signals.js';
import type { OrderRows } from './order.rows.js';
import type { HistoryEntry } from './history-entry.js';

const AGAIN_MS = 30_000;
const ENDS = new Set(['order.delivered', 'order.cancelled', 'order.rejected', 'order.draft-discarded']);

interface Change {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** Streams the events of an order after a given version, as the body of server-sent events. */
export class OrderChanges {
  constructor(
    private readonly rows: OrderRows,
    private readonly signals: OrderSignals,
  ) {}

  /** Throws NOT_FOUND before the stream begins. The stream completes after an event that ends the order. */
  async of(orderId: OrderId, reader: Principal, afterVersion: number): Promise<Observable<Change>> {
    if (!(await this.rows.find(orderId, reader)))
      throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
    return new Observable((subscriber) => {
      const gone = new AbortController();
      void this.follow(orderId, afterVersion, gone.signal, (entry) => {
        subscriber.next({ id: String(entry.version), type: entry.type, data: entry });
      }).then(
        () => subscriber.complete(),
        (error: unknown) => subscriber.error(error),
      );
      return () => gone.abort();
    });
  }

  private async follow(
    orderId: OrderId,
    afterVersion: number,
    gone: AbortSignal,
    emit: (entry: HistoryEntry) => void,
  ): Promise<void> {
    let version = afterVersion;
    while (!gone.aborted) {
      const look = async (): Promise<HistoryEntry[] | undefined> => {
        const entries = await this.rows.history(orderId, version);
        return entries.length > 0 ? entries : undefined;
      };
      const entries = (await this.signals.waitFor(orderId, AGAIN_MS, look, gone)) ?? [];
      for (const entry of entries) {
        emit(entry);
        version = entry.version;
        if (ENDS.has(entry.type)) return;
      }
    }
  }
}
