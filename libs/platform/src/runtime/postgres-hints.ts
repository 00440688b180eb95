import { randomUUID } from 'node:crypto';
import { type Timers, backoff, sleep } from '@waybill/kernel';
import { HINTED, type Hinted, type Hints } from '@waybill/outbox';
import pg from 'pg';

export interface PostgresHintsOptions {
  /** Of the database that the instances share. */
  readonly url: string;
  readonly applicationName: string;
  readonly timers: Timers;
  readonly random: () => number;
  /** The connection failed; it is made again. */
  readonly onError: (error: unknown) => void;
}

const CHANNEL = 'waybill_hints';
/** What an instance sends to itself: that it arrives shows that others' hints do, too, also through a connection pooler. */
const TEST = 'test';
/** Hints of commits within this time are sent together. */
const TOGETHER_MS = 5;

/**
 * Hints by LISTEN and NOTIFY, over one connection, which exists while there are other instances. Commits do not wait for them: a
 * NOTIFY in each commit cost placing 23 to 40 % of its throughput, because Postgres lets such transactions commit only one after the other.
 */
export class PostgresHints implements Hints {
  arrive = false;
  private readonly sender = randomUUID();
  private readonly pending = new Set<Hinted>();
  private heard: (hinted: Hinted) => void = () => undefined;
  private wanted = new AbortController();
  private connected: Promise<void> | undefined;
  private client: pg.Client | undefined;

  constructor(private readonly options: PostgresHintsOptions) {
    this.wanted.abort();
  }

  listen(heard: (hinted: Hinted) => void): void {
    this.heard = heard;
  }

  send(hinted: Hinted): void {
    if (!this.arrive) return;
    if (this.pending.size === 0) this.options.timers.after(TOGETHER_MS, () => void this.flush());
    this.pending.add(hinted);
  }

  membersChanged(members: number): void {
    if (members === 1) return void this.stop();
    if (!this.wanted.signal.aborted) return;
    this.wanted = new AbortController();
    const { signal } = this.wanted;
    this.connected = (this.connected ?? Promise.resolve()).then(() => this.stayConnected(signal));
  }

  async stop(): Promise<void> {
    this.wanted.abort();
    await this.client?.end().catch(() => undefined);
    await this.connected;
  }

  private async stayConnected(wanted: AbortSignal): Promise<void> {
    const { timers, random, onError } = this.options;
    for (let failures = 0; !wanted.aborted; failures++) {
      const client = (this.client = this.newClient());
      try {
        await client.connect();
        const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
        await client.query(`SET synchronous_commit = off`);
        await client.query(`LISTEN ${CHANNEL}`);
        await this.notify([TEST]);
        failures = 0;
        if (!wanted.aborted) await ended;
      } catch (error) {
        if (!wanted.aborted) onError(error);
      }
      this.arrive = false;
      this.client = undefined;
      await client.end().catch(() => undefined);
      await sleep(timers, backoff(failures, 200, 10_000, random), wanted);
    }
  }

  private newClient(): pg.Client {
    const { url, applicationName } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 3_000,
    });
    client.on('notification', ({ payload = '' }) => this.received(payload));
    // The event `end` follows.
    client.on('error', () => undefined);
    return client;
  }

  private received(payload: string): void {
    const [sender, hint] = payload.split(' ');
    const isOwn = sender === this.sender;
    if (isOwn && hint === TEST && !this.arrive) {
      this.arrive = true;
      // What was committed before is looked for once.
      for (const hinted of HINTED) this.heard(hinted);
    }
    const hinted = HINTED.find((one) => one === hint);
    if (hinted && !isOwn) this.heard(hinted);
  }

  private async flush(): Promise<void> {
    const hints = [...this.pending];
    this.pending.clear();
    // A hint that is lost is replaced by the next look.
    await this.notify(hints).catch(() => undefined);
  }

  private async notify(hints: readonly string[]): Promise<void> {
    await this.client?.query({
      name: 'hints',
      text: `SELECT pg_notify('${CHANNEL}', hint) FROM unnest($1::text[]) hint`,
      values: [hints.map((hint) => `${this.sender} ${hint}`)],
    });
  }
}
