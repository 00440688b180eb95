import 'reflect-metadata';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import type { ServiceApp } from '@waybill/platform';
import { ROOT } from '@waybill/testing';

/** A service as its `<name>.app.ts` describes it. */
export async function appOf(name: string): Promise<ServiceApp> {
  const { [`${name}App`]: app } = await load(join('apps', name, 'src', `${name}.app.ts`));
  if (!app) throw new Error(`apps/${name}/src/${name}.app.ts exports no ${name}App`);
  return app as ServiceApp;
}

/** All services: first those that orders depend on, then those that only consume events. */
export function allApps(): Promise<ServiceApp[]> {
  return Promise.all([...SERVICES, ...LISTENERS].map(appOf));
}

/** What a file of the repository exports. */
export async function load(file: string): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(join(ROOT, file)).href)) as Record<string, unknown>;
}
