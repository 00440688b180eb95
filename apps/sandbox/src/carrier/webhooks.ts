import { createHmac } from 'node:crypto';
import { type WebhookSender, newSender } from '../webhook-sender.js';
import type { World } from '../world.js';
import type { Booking } from './booking.js';

export interface Webhooks extends Pick<WebhookSender, 'stop'> {
  /** Calls the webhook of the booking, if it has one. It may be called twice with the same `id`. */
  announce(type: 'dispatched' | 'delivered', booking: Booking, at: Date): void;
}

export function newWebhooks(world: World, secret: string): Webhooks {
  const sender = newSender(world);
  return {
    announce(type, { id: bookingId, reference, webhookUrl }, at) {
      if (!webhookUrl) return;
      const event = { id: world.newId('evt'), type, bookingId, reference, at: at.toISOString() };
      const body = JSON.stringify(event);
      void sender.send(webhookUrl, body, (now) => ({ 'carrier-signature': sign(body, secret, now) }));
    },
    stop: () => sender.stop(),
  };
}

/** `t=<unix seconds>,v1=<hex>`, where v1 is the HMAC-SHA256 of `<t>.<raw body>`. */
export function sign(body: string, secret: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}
