import { Agent, type RequestOptions, request as requestHttp } from 'node:http';
import { Agent as TlsAgent, request as requestHttps } from 'node:https';
import type { World } from './world.js';

const attempts = 10;
const firstPause = 500;
const longestPause = 30_000;
const patience = 5_000;

export interface WebhookSender {
  /**
   * Posts until a 2xx response, up to ten times in about two minutes. Resolves after the first attempt. `sign` returns the headers of an
   * attempt.
   */
  send(url: string, body: string, sign: (at: Date) => Record<string, string>): Promise<void>;
  stop(): void;
}

/** Unsent webhooks are lost at a restart; the API always shows the current state. */
export function newSender(world: World): WebhookSender {
  const post = poster();
  let stopped = false;

  const send = async (...[url, body, sign]: Parameters<WebhookSender['send']>): Promise<void> => {
    const attempt = async (number: number): Promise<void> => {
      const status = await post.send(url, body, sign(world.now())).catch(() => 0);
      if ((status >= 200 && status < 300) || number === attempts || stopped) return;
      const pause = Math.min(longestPause, firstPause * 2 ** (number - 1));
      world.timers.after(pause, () => void attempt(number + 1));
    };
    await attempt(1);
  };
  return {
    send,
    stop() {
      stopped = true;
      post.close();
    },
  };
}

/** Posts over connections that are kept open. With node:http, because fetch needs three times as much CPU. */
function poster() {
  const agents = { 'http:': new Agent({ keepAlive: true }), 'https:': new TlsAgent({ keepAlive: true }) };
  return {
    /** Returns the status of the response. Throws if there is none within the time. */
    async send(target: string, body: string, signed: Record<string, string>): Promise<number> {
      const url = new URL(target);
      const tls = url.protocol === 'https:';
      const headers = {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        ...signed,
      };
      const options: RequestOptions = {
        method: 'POST',
        agent: agents[tls ? 'https:' : 'http:'],
        headers,
        timeout: patience,
      };
      return new Promise((resolve, reject) => {
        const request = (tls ? requestHttps : requestHttp)(url, options, (response) => {
          response.on('error', () => {}).resume();
          resolve(response.statusCode ?? 0);
        });
        request.on('timeout', () => request.destroy(new Error('no response in time')));
        request.on('error', reject);
        request.end(body);
      });
    },
    /** Ends open connections, and the requests on them. */
    close() {
      Object.values(agents).forEach((agent) => agent.destroy());
    },
  };
}
