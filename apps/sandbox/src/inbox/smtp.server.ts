import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { once } from 'node:events';
import type { World } from '../world.js';
import type { Mailbox } from './mailbox.js';
import { SmtpSession } from './smtp-session.js';

export interface SmtpOptions {
  world: World;
  mailbox: Mailbox;
  /** `discard` accepts mails and drops them, for measurements. */
  keep: 'keep' | 'discard';
}

/** Receives mails over SMTP. Clients may keep their connections open as long as they like. */
export class SmtpServer {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor({ world, mailbox, keep }: SmtpOptions) {
    this.server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      const session = new SmtpSession(({ to, raw }) => {
        if (keep === 'keep') mailbox.add({ id: world.newId('msg'), to, at: world.now(), raw });
      });
      this.sockets.add(socket);
      socket
        .setEncoding('latin1')
        // Clients that disconnect are no errors of the sandbox.
        .on('error', () => {})
        .on('close', () => this.sockets.delete(socket))
        .on('data', (text: string) => {
          const replies = session.read(text);
          if (replies !== '') socket.write(replies);
          if (session.ended) socket.end();
        })
        .write('220 sandbox ESMTP\r\n');
    });
  }

  /** Returns the actual port; differs from the requested one if that was 0. */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** Closes all connections, after the replies that are on their way. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.sockets.forEach((socket) => socket.destroySoon());
    await new Promise((resolve) => this.server.close(resolve));
  }
}
