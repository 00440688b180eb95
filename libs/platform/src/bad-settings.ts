import type { z } from 'zod';

/** Invalid or missing settings. The message has one line per setting. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
  readonly code = 'BAD_SETTINGS';

  /** One line for each problem, below `what`. */
  static because(what: string, problems: readonly string[]): BadSettings {
    const lines = problems.map((problem) => `  - ${problem}`).join('\n');
    return new BadSettings(`${what}:\n${lines}\nSee docs/configuration.md.`);
  }
}

/** One line for each issue of these settings. */
export function problemsOf(
  error: z.ZodError | undefined,
  present: Readonly<Record<string, unknown>>,
): string[] {
  return (error?.issues ?? []).map(({ path, message, code }) => {
    const name = path.join('.');
    return present[name] === undefined && code === 'invalid_type'
      ? `${name} is missing`
      : `${name}: ${message}`;
  });
}
