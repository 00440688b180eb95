import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { World } from '../world.js';
import type { Mailbox, ReceivedMail } from './mailbox.js';

export interface SmtpOptions {
  world: World;
  mailbox: Mailbox;
  /** `discard` accepts mails and drops them, for measurements. */
  keep: 'keep' | 'discard';
}

/** Accepts mail from and to any address, except `bounce…@…`, which does not exist (550). */
export function smtpServer({ world, mailbox, keep }: SmtpOptions): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    // A client that keeps its connection open must not delay the stop.
    closeTimeout: 200,
    size: 10 * 1024 * 1024,
    onRcptTo({ address }, _session, callback) {
      if (!address.toLowerCase().startsWith('bounce')) return callback();
      callback(Object.assign(new Error(`5.1.1 <${address}>: No such mailbox`), { responseCode: 550 }));
    },
    onData(stream, session, callback) {
      const taken = keep === 'keep' ? receive(stream, session, world) : drop(stream);
      taken.then((mail) => {
        if (mail) mailbox.add(mail);
        callback();
      }, callback);
    },
  });
}

async function drop(stream: Readable): Promise<undefined> {
  for await (const _chunk of stream);
  return undefined;
}

async function receive(stream: Readable, session: SMTPServerSession, world: World): Promise<ReceivedMail> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return {
    id: world.newId('msg'),
    to: session.envelope.rcptTo.map(({ address }) => address.toLowerCase()),
    at: world.now(),
    // Text on the heap: a small buffer would keep the whole block of Node's buffer pool that it is a part of.
    raw: Buffer.concat(chunks).toString('latin1'),
  };
}
