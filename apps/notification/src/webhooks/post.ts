import { request as http } from 'node:http';
import { request as https } from 'node:https';
import type { Clock } from '@waybill/kernel';
import { Webhook } from 'standardwebhooks';
import type { Told } from './domain/delivery.js';
import { type Targets, checkUrl, publicLookup } from './target.js';
import type { WebhookEvent } from './webhook.rows.js';

const PATIENCE_MS = 10_000;

/** Sends an event to the endpoint of a partner. */
export type Post = typeof post;

/**
 * Sends one event as specified by Standard Webhooks: id, time and signature of the raw body in headers. Redirects are not followed, because
 * their target would not be checked.
 */
export async function post(
  { url, secret }: { readonly url: string; readonly secret: string },
  { id, type, timestamp, data }: WebhookEvent,
  {
    clock,
    targets,
    withinMs = PATIENCE_MS,
  }: { readonly clock: Clock; readonly targets: Targets; readonly withinMs?: number },
): Promise<Told> {
  const body = JSON.stringify({ type, timestamp, data });
  const now = clock.now();
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Waybill',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
  try {
    checkUrl(url, targets);
    return toldBy(await send(url, headers, body, { targets, withinMs }));
  } catch (error) {
    return { outcome: 'refused', error: (error as Error).message || String(error) };
  }
}

function toldBy(answer: number): Told {
  if (answer >= 200 && answer < 300) return { outcome: 'delivered', answer };
  const error = `answered ${answer}`;
  return { outcome: answer === 410 ? 'gone' : 'refused', answer, error };
}

/** Returns the status of the response; ignores its body. */
function send(
  url: string,
  headers: Record<string, string>,
  body: string,
  { targets, withinMs }: { readonly targets: Targets; readonly withinMs: number },
): Promise<number> {
  const request = url.startsWith('https:') ? https : http;
  const guard = targets === 'public' ? { lookup: publicLookup } : {};
  const signal = AbortSignal.timeout(withinMs);
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers, signal, ...guard }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    call.on('error', reject);
    call.end(body);
  });
}
