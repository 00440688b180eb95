import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const APPS = join(import.meta.dirname, '../../apps');

/** The services that can be started, from their folders. The sandbox stands in for external systems. */
export function serviceNames(): string[] {
  return readdirSync(APPS).filter(
    (name) => name !== 'sandbox' && existsSync(join(APPS, name, 'src', `${name}.app.ts`)),
  );
}
