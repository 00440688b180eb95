import type { Pgoutput } from 'pg-logical-replication';
import pg from 'pg';

/** Properties of a pg connection that its types do not declare: the messages of the stream pass here. */
interface CopyConnection {
  readonly stream: { pause(): void; resume(): void };
  on(event: 'copyData', listener: (message: { chunk: Buffer }) => void): void;
  once(event: 'replicationStart', listener: () => void): void;
  sendCopyFromChunk(chunk: Buffer): void;
}

export interface StreamOptions {
  readonly url: string;
  readonly slot: string;
  readonly publication: string;
  /** Every change, in the order of the commits. */
  readonly onChange: (change: Pgoutput.Message) => void;
  /** All transactions committed before this WAL position have been received. */
  readonly onIdle: (lsn: bigint) => void;
  readonly onEnd: (error: Error) => void;
}

/**
 * A slot's changes, decoded by pgoutput. A slot has one reader at a time: for a second one `open` rejects with SQLSTATE 55006.
 * The library parses; it does not confirm, because its confirmation reaches one byte too far, and a transaction whose commit
 * starts exactly there would never be received.
 */
export class ReplicationStream {
  private confirmed = 0n;

  private constructor(
    private readonly client: pg.Client,
    private readonly connection: CopyConnection,
  ) {}

  static async open({ url, slot, publication, ...told }: StreamOptions): Promise<ReplicationStream> {
    // Loaded here, because most services publish by polling.
    const { PgoutputPlugin } = await import('pg-logical-replication');
    // A hanging reader must lose the slot soon, so that another instance can take over.
    const options =
      '-c wal_sender_timeout=10s -c statement_timeout=0 -c idle_in_transaction_session_timeout=0';
    const config = {
      connectionString: url,
      replication: 'database',
      options,
      connectionTimeoutMillis: 3_000,
    };
    const client = new pg.Client({ ...config, keepAlive: true } as pg.ClientConfig);
    client.on('error', told.onEnd);
    await client.connect();
    const connection = (client as unknown as { connection: CopyConnection }).connection;
    const plugin = new PgoutputPlugin({ protoVersion: 1, publicationNames: [publication] });
    connection.on('copyData', ({ chunk }) => {
      try {
        if (chunk[0] === XLOG_DATA) told.onChange(plugin.parse(chunk.subarray(25)));
        else if (chunk[0] === KEEPALIVE) told.onIdle(chunk.readBigUInt64BE(1));
      } catch (error) {
        told.onEnd(error as Error);
      }
    });
    try {
      await new Promise<void>((resolve, reject) => {
        connection.once('replicationStart', resolve);
        plugin.start(client, slot, '0/0').then(
          () => {
            const error = new Error(`the stream of ${slot} ended`);
            reject(error);
            told.onEnd(error);
          },
          (error: Error) => {
            reject(error);
            told.onEnd(error);
          },
        );
      });
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return new ReplicationStream(client, connection);
  }

  /** Confirms everything that was committed before `lsn`: the slot does not send it again, and its WAL may be removed. */
  confirm(lsn: bigint): void {
    if (lsn > this.confirmed) this.confirmed = lsn;
    this.report();
  }

  /** Sends a keepalive: the server drops the connection after ten seconds without one. */
  report(): void {
    const status = Buffer.alloc(34);
    status[0] = STATUS;
    for (const at of [1, 9, 17]) status.writeBigUInt64BE(this.confirmed, at);
    status.writeBigInt64BE(BigInt(Date.now() - POSTGRES_EPOCH) * 1_000n, 25);
    this.connection.sendCopyFromChunk(status);
  }

  pause(): void {
    this.connection.stream.pause();
  }

  resume(): void {
    this.connection.stream.resume();
  }

  async close(): Promise<void> {
    this.resume();
    await this.client.end().catch(() => undefined);
  }
}

/** `16/B374D848` or `00000016/B374D848`, as a number. */
export function lsnOf(text: string): bigint {
  const [high = '0', low = '0'] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

const XLOG_DATA = 0x77;
const KEEPALIVE = 0x6b;
const STATUS = 0x72;
const POSTGRES_EPOCH = Date.UTC(2000, 0, 1);
