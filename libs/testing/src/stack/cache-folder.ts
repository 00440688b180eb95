import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads and builds are kept between runs, outside the repository: WAYBILL_CACHE, or `~/.cache/waybill`. */
export function cacheFolder(): string {
  return process.env['WAYBILL_CACHE'] || join(homedir(), '.cache/waybill');
}
