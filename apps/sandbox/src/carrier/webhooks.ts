import { createHmac } from 'node:crypto';
import type { World } from '../world.js';
import type { Booking } from './booking.js';

const attempts = 10;
const firstPause = 500;
const longestPause = 30_000;
const patience = 5_000;

export interface Webhooks {
  /** Tells the booking's webhook, if it has one; tries again until a 2xx answer, ten times in about two minutes. */
  announce(type: 'dispatched' | 'delivered', booking: Booking, at: Date): void;
  stop(): void;
}

/**
 * Unsent webhooks are not kept over a restart: as with any carrier, the truth is the booking.
 * A receiver may see one twice; `id` is the same each time.
 */
export function newWebhooks(world: World, secret: string): Webhooks {
  const stopped = new AbortController();

  async function send(url: string, body: string, attempt: number): Promise<void> {
    if (await accepted(url, body)) return;
    if (attempt === attempts || stopped.signal.aborted) return;
    const pause = Math.min(longestPause, firstPause * 2 ** (attempt - 1));
    world.timers.after(pause, () => void send(url, body, attempt + 1));
  }

  async function accepted(url: string, body: string): Promise<boolean> {
    const signature = sign(body, secret, world.now());
    const headers = { 'content-type': 'application/json', 'carrier-signature': signature };
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(patience)]);
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  return {
    announce(type, { id: bookingId, reference, webhookUrl }, at) {
      if (!webhookUrl) return;
      const event = { id: world.newId('evt'), type, bookingId, reference, at: at.toISOString() };
      void send(webhookUrl, JSON.stringify(event), 1);
    },
    stop: () => stopped.abort(),
  };
}

/** `t=<unix seconds>,v1=<hex>`, where v1 is the HMAC-SHA256 of `<t>.<raw body>`. */
export function sign(body: string, secret: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}
