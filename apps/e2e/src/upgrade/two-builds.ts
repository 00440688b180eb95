import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { SERVICES } from '@waybill/contracts';
import type { SecondName, ServiceName } from '@waybill/shop';
import { ROOT, builtCommit } from '@waybill/testing';
import { type OwnPlatform, type OwnPlatformOptions, startOwnPlatform } from '../own-platform.js';

/** The build that stands for those in use: what it has stored, and what it sends, must go on with this one. */
const RELEASED = '8e54e6f';

/** Specs that need the released build. A clone without its commit says so in one line, and is red where `CI` is set. */
export function withReleased(specify: () => void): void {
  const { status } = spawnSync('git', ['cat-file', '-e', `${RELEASED}^{commit}`], { cwd: ROOT });
  if (status === 0) return specify();
  it(`cannot run: this clone lacks commit ${RELEASED}, which \`git fetch --unshallow\` gets`, () => {
    expect(process.env['CI']).toBeFalsy();
  });
}

/** Services of two builds on the same databases and the same Kafka. */
export interface TwoBuilds extends OwnPlatform {
  /** Stops these and starts the present build of each; resolves when all are ready, their schemas migrated. */
  upgrade(services?: readonly (ServiceName | SecondName)[]): Promise<void>;
}

/**
 * Starts all services from the released build, which takes a minute or two when it is built for the first time. What they call (gateway,
 * carrier, mail server) is the sandbox of the present build.
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
