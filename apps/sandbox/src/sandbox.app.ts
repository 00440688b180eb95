import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { SMTPServer } from 'smtp-server';
import { carrierServer } from './carrier/carrier.server.js';
import { newWebhooks } from './carrier/webhooks.js';
import type { Endpoint } from './gateway/gateway-webhooks.js';
import { gatewayServer } from './gateway/gateway.server.js';
import { listen } from './http.js';
import { inboxServer } from './inbox/inbox.server.js';
import { Mailbox } from './inbox/mailbox.js';
import { smtpServer } from './inbox/smtp.server.js';
import { fileJournal, memoryJournal } from './journal.js';
import { realWorld, stoppable, type World } from './world.js';

/** All options are optional. By default the sandbox listens on free ports of the loopback interface and keeps nothing. */
export interface SandboxOptions {
  host?: string;
  /** 0 is a free port; `ports` of the running sandbox says which. */
  gatewayPort?: number;
  carrierPort?: number;
  smtpPort?: number;
  inboxPort?: number;
  /** Milliseconds that each write at the gateway takes. */
  gatewayLatency?: number;
  /** Endpoint and secret for the gateway's webhooks. */
  gatewayWebhook?: Endpoint | undefined;
  /** Milliseconds from dispatch to delivery; `manual` waits for `POST /sandbox/bookings/{id}/deliver`. */
  carrierDeliversAfter?: number | 'manual';
  carrierWebhookSecret?: string;
  /** Accepts mails and drops them. */
  smtpDiscard?: boolean;
  /** A file of JSON lines that keeps payments and bookings over a restart. */
  dataFile?: string;
  world?: World;
}

export interface Sandbox {
  ports: { gateway: number; carrier: number; smtp: number; inbox: number };
  /** Stops all listeners and closes open connections. */
  close(): Promise<void>;
}

/** Starts the stand-ins for external systems: payment gateway, carrier and mail server. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', carrierWebhookSecret: secret = 'carrier-sandbox-secret' } = options;
  const given = options.world ?? realWorld;
  const timers = stoppable(given.timers);
  const world: World = { now: () => given.now(), newId: (prefix) => given.newId(prefix), timers };
  const journal = options.dataFile === undefined ? memoryJournal : fileJournal(options.dataFile);
  const mailbox = new Mailbox();
  const webhooks = newWebhooks(world, secret);
  const deliversAfter = options.carrierDeliversAfter ?? 2_000;

  const gateway = gatewayServer({
    world,
    journal,
    latency: options.gatewayLatency ?? 0,
    webhook: options.gatewayWebhook,
  });
  const carrier = carrierServer({ world, journal, webhooks, deliversAfter });
  const inbox = inboxServer(mailbox);
  const smtp = smtpServer({ world, mailbox, keep: options.smtpDiscard ? 'discard' : 'keep' });

  const close = async () => {
    timers.stop();
    webhooks.stop();
    await Promise.all([gateway.close(), carrier.close(), inbox.close(), closeSmtp(smtp)]);
    journal.close();
  };
  try {
    const ports = {
      gateway: await listen(gateway, host, options.gatewayPort ?? 0),
      carrier: await listen(carrier, host, options.carrierPort ?? 0),
      smtp: await listenSmtp(smtp, host, options.smtpPort ?? 0),
      inbox: await listen(inbox, host, options.inboxPort ?? 0),
    };
    return { ports, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listenSmtp(server: SMTPServer, host: string, port: number): Promise<number> {
  // Ignores clients that disconnect; `once` reports a port that is in use.
  server.on('error', () => {});
  const listener = server.listen(port, host);
  await once(server.server, 'listening');
  return (listener.address() as AddressInfo).port;
}

function closeSmtp(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(resolve);
  });
}
