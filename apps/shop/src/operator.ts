// Shared by the operators' commands.
import { BadSettings } from '@waybill/platform';
import { ApiProblem } from '@waybill/testing';

/** An error that tells the operator what to do; printed without a stack. */
export class Advice extends Error {}

/** Runs the command. On an error it prints one line if that is enough, and sets the exit code to 1. */
export async function conclude(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const isForReaders = [ApiProblem, Advice, BadSettings].some((type) => error instanceof type);
    console.error(isForReaders ? (error as Error).message : error);
    process.exitCode = 1;
  }
}

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  whenEmpty: string,
): void {
  if (rows.length === 0) return console.log(whenEmpty);
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
  for (const row of [head, ...rows])
    console.log(
      row
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
}

export function print(what: unknown): void {
  console.log(JSON.stringify(what, null, 2));
}
