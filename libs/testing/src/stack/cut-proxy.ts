import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** A link to a server that a test can spoil. */
export interface CutProxy {
  /** The server's address with the proxy's port in it. */
  readonly url: string;
  /**
   * Watches what goes to the server. `before`: the connection is cut instead of passing the chunk on; `after`: the chunk is
   * passed on and the connection is cut when the answer comes; `silence`: nothing passes any more, in either direction.
   */
  spoil: (chunk: string) => 'before' | 'after' | 'silence' | undefined;
  close(): Promise<void>;
}

/** Listens on `port`; on a free one when absent. */
export async function cutProxy(serverUrl: string, port = 0): Promise<CutProxy> {
  const target = new URL(serverUrl);
  const { hostname, port: serverPort } = target;
  const sockets = new Set<Socket>();
  const proxy: CutProxy = { url: '', spoil: () => undefined, close };
  const server = createServer((client) => {
    const upstream = connect(Number(serverPort), hostname);
    let silent = false;
    let last = false;
    const cut = (): void => {
      client.destroy();
      upstream.end();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', cut);
    }
    client.on('data', (chunk) => {
      const spoiled = proxy.spoil(chunk.toString('latin1'));
      if (spoiled === 'before') return cut();
      last ||= spoiled === 'after';
      silent ||= spoiled === 'silence';
      if (!silent) upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (last) client.destroy();
      else if (!silent) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  target.port = String((server.address() as AddressInfo).port);
  return Object.assign(proxy, { url: target.href });

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
