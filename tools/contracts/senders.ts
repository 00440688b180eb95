import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '@waybill/contracts';
import { ROOT } from '@waybill/testing';
import type { Sender } from './asyncapi.js';

/** Calls that send a message: `tx.publish(name, …)`, or `command(name, …)` in a saga. */
const SENT = /\b(?:publish|command)\(([^,()]*,[^,()]*)/g;

/** Finds the senders of messages in the code of the services. If it finds none for a contract, the pattern is incomplete. */
export function senders(services: readonly string[]): Sender[] {
  const types = new Map(
    Object.entries(contracts as unknown as Record<string, { type?: string }>).flatMap(([name, { type }]) =>
      type === undefined ? [] : [[name, type]],
    ),
  );
  const found = services.flatMap((service) => {
    const files = globSync(`apps/${service}/src/**/*.ts`, { cwd: ROOT }).filter(
      (file) => !/\.spec\./.test(file),
    );
    const names = files.flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(SENT)].flatMap(([, names = '']) =>
        names.split(/\W+/),
      ),
    );
    return [...new Set(names)].flatMap((name) => {
      const type = types.get(name);
      return type ? [{ service, type }] : [];
    });
  });
  return found.sort((a, b) => `${a.service} ${a.type}`.localeCompare(`${b.service} ${b.type}`));
}
