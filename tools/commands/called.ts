import type { CommandUnknownOpts } from '@commander-js/extra-typings';

let called: CommandUnknownOpts | undefined;

export function setCalled(one: CommandUnknownOpts): void {
  called = one;
}

/** Runs what belongs to the called command of a command: `list` for `sagas list`. */
export function dispatch<T>(acts: Readonly<Record<string, () => T>>): T {
  return acts[called!.name()]!();
}
