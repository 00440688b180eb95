import { type AddressInfo, type Socket, createServer } from 'node:net';
import { sleep, systemTimers } from '@waybill/kernel';

/** Shorter than any timeout of silence, so that only a bound on the whole call ends it. */
const EVERY_MS = 20;

export interface DrippingServer {
  readonly port: number;
  /** Resolves when a client has closed its connection. */
  readonly closed: Promise<void>;
  stop(): Promise<void>;
}

/** A server that answers each connection with `head` and then with a byte now and then, for ever. */
export async function drippingServer(head: string): Promise<DrippingServer> {
  const sockets = new Set<Socket>();
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.resume().on('error', () => undefined);
    socket.once('close', () => close());
    void drip(socket, head);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    closed,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Writes a head, and a byte now and then until the connection is closed. */
export async function drip(socket: Socket, head: string): Promise<void> {
  socket.write(head);
  while (!socket.destroyed) {
    await sleep(systemTimers, EVERY_MS);
    socket.write(' ');
  }
}
