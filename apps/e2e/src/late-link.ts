import { type Socket, connect, createServer } from 'node:net';

/** A TCP proxy to a server on its own port. Refuses connections until it is opened. */
export class LateLink {
  private readonly sockets = new Set<Socket>();
  private server = this.make();
  private readonly target: URL;

  constructor(
    readonly port: number,
    targetUrl: string,
  ) {
    this.target = new URL(targetUrl);
  }

  /** The URL with the port of the proxy. */
  by(url: string): string {
    const changed = new URL(url);
    changed.port = String(this.port);
    return changed.href;
  }

  open(): Promise<void> {
    this.server = this.make();
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', resolve);
    });
  }

  /** Destroys all connections and refuses new ones. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private make() {
    return createServer((client) => {
      const upstream = connect(Number(this.target.port), this.target.hostname);
      const end = (): void => void [client.destroy(), upstream.destroy()];
      for (const socket of [client, upstream]) {
        this.sockets.add(socket);
        socket.on('error', end).on('close', end);
      }
      client.pipe(upstream).pipe(client);
    });
  }
}
