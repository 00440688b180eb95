import 'reflect-metadata';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import { type Handler, handlersOf } from '@waybill/messaging';
import { ROOT } from '@waybill/testing';
import { appOf, load } from './apps.js';

/** A handler as `@Handles` declares it. */
export interface DeclaredHandler extends Handler {
  readonly service: string;
  /** The consumer group of its service. */
  readonly group: string;
  /** Where it stands, from the root of the repository. */
  readonly file: string;
}

/** Every handler of every service, read from its code. */
export function declaredHandlers(): Promise<DeclaredHandler[]> {
  return handlersOfAll('consumer');
}

/** Services that consume these events in choreographed mode only. */
export function choreographedHandlers(): Promise<DeclaredHandler[]> {
  return handlersOfAll('choreography');
}

type Role = 'consumer' | 'choreography';

async function handlersOfAll(role: Role): Promise<DeclaredHandler[]> {
  const services = [...SERVICES, ...LISTENERS];
  return (await Promise.all(services.map((service) => handlersIn(service, role)))).flat();
}

async function handlersIn(service: string, role: Role): Promise<DeclaredHandler[]> {
  const source = join('apps', service, 'src');
  const { group = `waybill.${service}` } = await appOf(service);
  const files = globSync(`**/*.${role}.ts`, { cwd: join(ROOT, source) }).sort();
  const found = files.map(async (name) => {
    const file = join(source, name);
    const classes = Object.values(await load(file)).filter((value) => typeof value === 'function');
    return classes
      .flatMap((value) => handlersOf(value as new () => object))
      .map((handler) => ({ ...handler, service, group, file }));
  });
  return (await Promise.all(found)).flat();
}
