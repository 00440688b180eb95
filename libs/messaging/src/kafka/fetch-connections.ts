import { type Socket, connect } from 'node:net';
import { connect as connectWithTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { serverName } from '../tls-options.js';

/** Byte offset of the request type, after the length, and the type of a fetch. */
const TYPE_AT = 4;
const FETCH = 1;
/** Byte offset of the correlation id. */
const CORRELATION_AT = 8;
/** An empty fetch response after the correlation id: all fields are zero. Fields that a version does not have are not read. */
const EMPTY_BYTES = 14;
const KEEP_ALIVE_MS = 60_000;

/**
 * Connections of one consumer that can end the fetch in flight. Kafka responds to an empty fetch only after its wait time, and kafkajs
 * leaves the group only after that response. Without this a stopping consumer would keep its partitions for that time.
 */
export class FetchConnections {
  /** Fetches without a response; kafkajs has at most one per connection. */
  private readonly waiting = new Map<Socket, Buffer>();
  private readonly opened = new Set<Socket>();
  private ended = false;
  private closed = false;

  readonly open: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    const socket = ssl
      ? connectWithTls({ host, port, ...serverName(host), ...ssl }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = (...args: unknown[]): boolean => {
      const [request] = args;
      if (!isFetch(request)) return write(...args);
      this.waiting.set(socket, request);
      // kafkajs does not accept a response before its write has returned.
      if (this.ended) queueMicrotask(() => this.answer(socket));
      return this.ended || write(...args);
    };
    const forget = (): boolean => this.waiting.delete(socket);
    socket.on('data', forget);
    socket.on('close', forget);
    this.opened.add(socket);
    socket.on('close', () => this.opened.delete(socket));
    if (this.closed) socket.destroy();
    return socket;
  };

  /** Responds to the fetches in flight and to all later ones as if there were no records. */
  end(): void {
    this.ended = true;
    for (const socket of this.waiting.keys()) this.answer(socket);
  }

  /** For a consumer that has left its group: kafkajs may open connections while it disconnects, and does not close those. */
  close(): void {
    this.closed = true;
    for (const socket of this.opened) socket.destroy();
  }

  private answer(socket: Socket): void {
    const request = this.waiting.get(socket);
    if (!request) return;
    const response = Buffer.alloc(4 + 4 + EMPTY_BYTES);
    response.writeInt32BE(response.length - 4);
    request.copy(response, 4, CORRELATION_AT, CORRELATION_AT + 4);
    socket.emit('data', response);
    // The broker's own response comes later, for a request that has been answered.
    socket.destroy();
  }
}

function isFetch(request: unknown): request is Buffer {
  return Buffer.isBuffer(request) && request.readInt16BE(TYPE_AT) === FETCH;
}
