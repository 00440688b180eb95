import { type Timers, backoff, codeOf, sleep } from '@waybill/kernel';
import type { Pgoutput } from 'pg-logical-replication';
import type { OutboxMessage } from '../outbox-message.js';
import type { Publisher } from '../publisher.js';
import { ReplicationStream, lsnOf } from './replication-stream.js';
import { type ChangeSource, type Row, Transaction } from './row-change.js';
import { OUTBOX_PUBLICATION } from './slot.js';

export interface ReplicationRelayOptions {
  /** URL of the service's database, with a role that may replicate. */
  readonly url: string;
  readonly slot: string;
  /** The publication to read. Default: that of the outbox. */
  readonly source?: ChangeSource;
  readonly publisher: Publisher;
  readonly timers: Timers;
  readonly random: () => number;
  readonly batchSize?: number;
  readonly onBatch?: ((messages: number, ms: number) => void) | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** A message, or a WAL position to confirm when everything before it is acknowledged. */
type Item = { readonly row: OutboxMessage } | { readonly lsn: bigint };

/**
 * Publishes the outbox, or changes of other tables, from the WAL: inserted rows in commit order. A slot has one reader, so one instance
 * works and the others wait until it stops. A position is confirmed after everything before it is acknowledged. After a crash in between,
 * messages are sent again, so delivery is at least once, in order per key. A message that the broker refuses blocks the stream.
 */
export class ReplicationRelay {
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private stream: ReplicationStream | undefined;
  private queue: Item[] = [];
  private transaction: Transaction | undefined;
  private broken: Error | undefined;
  private awake: (() => void) | undefined;

  constructor(private readonly options: ReplicationRelayOptions) {
    this.stopping.signal.addEventListener('abort', () => this.awake?.());
  }

  start(): void {
    this.loop = this.run();
  }

  /** Does nothing: the WAL pushes changes. */
  committed(): void {}

  /** Does nothing: the slot has one reader, however many instances there are. */
  membersChanged(): void {}

  /** Stops after the batch in flight and releases the slot. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { timers, random, onError } = this.options;
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted;) {
      let taken = false;
      try {
        const stream = (this.stream = await this.open());
        await this.pump(stream, () => (failures = 0));
      } catch (error) {
        // Another instance reads the slot.
        taken = codeOf(error) === '55006';
        if (!taken) onError?.(error);
      }
      await this.stream?.close();
      this.stream = undefined;
      if (!signal.aborted)
        await sleep(timers, taken ? 1_000 : backoff(failures++, 100, 5_000, random), signal);
    }
  }

  private open(): Promise<ReplicationStream> {
    const { url, slot, source = OUTBOX } = this.options;
    const queue: Item[] = (this.queue = []);
    this.transaction = undefined;
    this.broken = undefined;
    return ReplicationStream.open({
      url,
      slot,
      publication: source.publication,
      onChange: (message) => this.take(queue, message, source),
      onIdle: (lsn) => {
        if (this.transaction) return;
        queue.push({ lsn });
        this.awake?.();
      },
      onEnd: (error) => {
        if (queue !== this.queue) return;
        this.broken ??= error;
        this.awake?.();
      },
    });
  }

  private take(queue: Item[], message: Pgoutput.Message, source: ChangeSource): void {
    if (message.tag === 'begin') this.transaction = new Transaction(message);
    const change = this.transaction?.changeOf(message);
    if (change) queue.push(...source.messagesOf(change).map((row) => ({ row })));
    // Limits memory during a long outage of the broker: the server keeps the rest.
    if (queue.length > QUEUE) this.stream?.pause();
    if (message.tag !== 'commit') return;
    this.transaction = undefined;
    queue.push({ lsn: lsnOf(message.commitEndLsn!) });
    this.awake?.();
  }

  private async pump(stream: ReplicationStream, moved: () => void): Promise<void> {
    const { timers, batchSize = 500 } = this.options;
    let cancel = () => {};
    const signOfLife = (): void => {
      if (!this.broken) stream.report();
      cancel = timers.after(SIGN_OF_LIFE_MS, signOfLife);
    };
    signOfLife();
    try {
      while (!this.stopping.signal.aborted) {
        if (this.broken) throw this.broken;
        if (this.queue.length === 0) await this.rest();
        const batch = this.queue.slice(0, batchSize);
        const rows = batch.flatMap((item) => ('row' in item ? [item.row] : []));
        if (rows.length > 0) await this.publish(rows);
        if (this.broken) throw this.broken;
        this.queue.splice(0, batch.length);
        if (this.queue.length < QUEUE) stream.resume();
        const last = batch.findLast((item) => 'lsn' in item);
        if (last) stream.confirm(last.lsn);
        moved();
      }
    } finally {
      cancel();
    }
  }

  private async publish(rows: readonly OutboxMessage[]): Promise<void> {
    const { publisher, onBatch } = this.options;
    const start = performance.now();
    await publisher.publish(rows, SEND_MS);
    onBatch?.(rows.length, performance.now() - start);
  }

  private async rest(): Promise<void> {
    if (this.broken || this.stopping.signal.aborted) return;
    await new Promise<void>((resolve) => (this.awake = resolve));
    this.awake = undefined;
  }
}

const QUEUE = 5_000;
/** The server disconnects a reader after ten seconds without a confirmation. */
const SIGN_OF_LIFE_MS = 3_000;
const SEND_MS = 10_000;

const OUTBOX: ChangeSource = {
  publication: OUTBOX_PUBLICATION,
  messagesOf: (change) => (change.kind === 'insert' ? [messageOf(change.after)] : []),
};

/** Column names by property. */
function messageOf(columns: Row): OutboxMessage {
  return Object.fromEntries(
    Object.entries(columns)
      .filter(([name]) => !name.startsWith('header_'))
      .map(([name, value]) => [
        name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
  ) as unknown as OutboxMessage;
}
