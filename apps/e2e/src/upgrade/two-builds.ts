import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { SERVICES } from '@waybill/contracts';
import type { OtherName, ServiceName } from '@waybill/shop';
import { ROOT, builtCommit } from '@waybill/testing';
import { type OwnPlatform, type OwnPlatformOptions, startOwnPlatform } from '../own-platform.js';

/** Commit of the released build. The current build must handle its stored data and its messages. */
const RELEASED = '8e54e6f';

/** Defines specs that need the released build. Without its commit they are replaced by one spec, which fails if `CI` is set. */
export function withReleased(specify: () => void): void {
  const { status } = spawnSync('git', ['cat-file', '-e', `${RELEASED}^{commit}`], { cwd: ROOT });
  if (status === 0) return specify();
  it(`cannot run: this clone lacks commit ${RELEASED}, which \`git fetch --unshallow\` gets`, () => {
    expect(process.env['CI']).toBeFalsy();
  });
}

/** Services of two builds on the same databases and the same Kafka. */
export interface TwoBuilds extends OwnPlatform {
  /** Replaces these services (default: all) by the current build. Resolves when they are migrated and ready. */
  upgrade(services?: readonly (ServiceName | OtherName)[]): Promise<void>;
}

/**
 * Starts all services from the released build. Building it for the first time takes a minute or two. The sandbox (gateway, carrier,
 * mail server) is of the current build.
 */
export async function startTwoBuilds(options: OwnPlatformOptions = {}): Promise<TwoBuilds> {
  const released = await builtCommit(RELEASED, { say: (line) => console.log(line) });
  const present = new Set<string>(['sandbox']);
  const buildOf = (instance: string) =>
    present.has(instance) ? { fromDist: false } : { root: released.root, fromDist: true };
  const platform = await startOwnPlatform({ ...options, buildOf });
  return {
    ...platform,
    async upgrade(services = SERVICES) {
      await Promise.all(services.map((service) => platform.processes.get(service)!.stop()));
      for (const service of services) {
        present.add(service);
        platform.start(service);
      }
      await platform.ready();
    },
  };
}
