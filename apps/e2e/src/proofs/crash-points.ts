import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Operations that are visible outside the process. `mark`: the relay moves acknowledged rows. `call`: an effect calls an external system. */
export const ACTS = ['commit', 'send', 'mark', 'offsets', 'call'] as const;
export type Act = (typeof ACTS)[number];

/** Where a service can be killed. */
export type CrashPoint = `${'before' | 'after'} ${Act}`;

export function around(...acts: readonly Act[]): readonly CrashPoint[] {
  return acts.flatMap((act) => [`before ${act}`, `after ${act}`] as const);
}

/** Makes the process of this file kill itself when it reaches this point for the n-th time from now. */
export function killAt(file: string, point: CrashPoint, nth: number): void {
  // Renamed into place, because the process may read it at any moment.
  writeFileSync(`${file}.new`, JSON.stringify({ point, nth }));
  renameSync(`${file}.new`, file);
}

/** The crash point of a process, read from its file. The file is deleted after reading, so that the next process survives. */
export class CrashPlan {
  private due: { readonly point: CrashPoint; nth: number } | undefined;

  constructor(private readonly file: string) {}

  /** Wraps an operation so that the process may be killed before or after it. */
  around<Args extends unknown[], Result>(
    act: Act,
    perform: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result> {
    return async (...args) => {
      this.reach(`before ${act}`);
      const result = await perform(...args);
      this.reach(`after ${act}`);
      return result;
    };
  }

  private reach(point: CrashPoint): void {
    this.due ??= this.read();
    if (this.due?.point === point && --this.due.nth === 0) process.kill(process.pid, 'SIGKILL');
  }

  private read(): CrashPlan['due'] {
    if (!existsSync(this.file)) return undefined;
    const told = JSON.parse(readFileSync(this.file, 'utf8')) as CrashPlan['due'];
    rmSync(this.file);
    return told;
  }
}
