import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '@waybill/shop';
import { LoadClient } from '../load/client.js';
import { CUSTOMER, orderBody, type Percentiles, percentiles } from '../load/run.js';

/** After this time all work of the last POST is done. */
const PAUSE_MS = 400;
export const POSTS_PER_SECOND = 1_000 / PAUSE_MS;
/** Number of first requests that are not counted, because their code is not compiled yet. */
const NOT_COUNTED = 10;

/** Duration of a POST to idle services, in milliseconds. */
export async function idlePosts(platform: Platform, posts: number): Promise<Percentiles> {
  const client = new LoadClient(platform.urls.order, await platform.token(CUSTOMER), 1);
  const run = `${process.pid}-${performance.now()}`;
  const ms: number[] = [];
  for (let n = 0; n < posts; n++) {
    await sleep(PAUSE_MS);
    const sent = performance.now();
    const { response } = await client.place(orderBody(n), `idle-${run}-${n}`);
    if (response.status !== 202)
      throw new Error(`POST /v1/orders returned ${response.status} instead of 202`);
    ms.push(performance.now() - sent);
  }
  client.close();
  return percentiles(ms.slice(NOT_COUNTED));
}
