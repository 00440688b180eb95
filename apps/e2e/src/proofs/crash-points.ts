import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** What a service does that others can see. `mark`: the relay moves what was acknowledged. `call`: an effect asks the world. */
export const ACTS = ['commit', 'send', 'mark', 'offsets', 'call'] as const;
export type Act = (typeof ACTS)[number];

/** Where a service can die. */
export type CrashPoint = `${'before' | 'after'} ${Act}`;

export function around(...acts: readonly Act[]): readonly CrashPoint[] {
  return acts.flatMap((act) => [`before ${act}`, `after ${act}`] as const);
}

/** The n-th time that it comes to this point, counted from now on, the process that this file belongs to kills itself. */
export function doom(file: string, point: CrashPoint, nth: number): void {
  // Whole or not there: it is read at any moment.
  writeFileSync(`${file}.new`, JSON.stringify({ point, nth }));
  renameSync(`${file}.new`, file);
}

/** A process's end, as its file tells it: once read the file is gone, so that its successor lives. */
export class Fate {
  private due: { readonly point: CrashPoint; nth: number } | undefined;

  constructor(private readonly file: string) {}

  /** The same, but for dying before or behind it when the time has come. */
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

  private read(): Fate['due'] {
    if (!existsSync(this.file)) return undefined;
    const told = JSON.parse(readFileSync(this.file, 'utf8')) as Fate['due'];
    rmSync(this.file);
    return told;
  }
}
