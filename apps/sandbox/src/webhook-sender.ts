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
  const stopped = new AbortController();

  async function accepted(url: string, body: string, signed: Record<string, string>): Promise<boolean> {
    const headers = { 'content-type': 'application/json', ...signed };
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(patience)]);
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  const send = async (...[url, body, sign]: Parameters<WebhookSender['send']>): Promise<void> => {
    const attempt = async (number: number): Promise<void> => {
      if (await accepted(url, body, sign(world.now()))) return;
      if (number === attempts || stopped.signal.aborted) return;
      const pause = Math.min(longestPause, firstPause * 2 ** (number - 1));
      world.timers.after(pause, () => void attempt(number + 1));
    };
    await attempt(1);
  };
  return { send, stop: () => stopped.abort() };
}
