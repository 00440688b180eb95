import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '@waybill/testing';

/** The addresses of the demo's servers on this machine, for the command-line tools. */
export interface DemoPlace {
  /** With the audit's role, in any of the databases. */
  readonly auditUrl: string;
  /** With the administrator's role. */
  readonly ownerUrl: string;
  /** Absent where the broker is inside the process. */
  readonly brokerUrl?: string | undefined;
}

const FILE = join(ROOT, '.waybill', 'demo.json');

/** Written while the demo runs. It contains a password, so only its owner may read it. */
export function leavePlace(place: DemoPlace): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(place), { mode: 0o600 });
}

export function forgetPlace(): void {
  rmSync(FILE, { force: true });
}

export function demoPlace(): DemoPlace | undefined {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as DemoPlace;
  } catch {
    return undefined;
  }
}
