import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { command } from './command.js';
import * as develop from './develop.js';
import * as operate from './operate.js';
import * as run from './run.js';
import * as verify from './verify.js';

/** All commands by the heading of their group, in the order of help and of docs/commands.md. */
export const GROUPS: Readonly<Record<string, readonly CommandUnknownOpts[]>> = {
  'Run it': topmost(run),
  'Look into it and repair it': topmost(operate),
  'Test and measure it': topmost(verify),
  'Change it': topmost(develop),
};

/** `waybill` with all commands. */
export function waybill(): Command {
  const all = command(
    'waybill',
    'The commands of Waybill. `npm run NAME -- …` and `npx waybill NAME …` are the same.',
  )
    .enablePositionalOptions()
    .usage('<command> [options]')
    .addHelpText('after', '\nThe options of a command: waybill <command> --help');
  for (const [heading, commands] of Object.entries(GROUPS))
    for (const one of commands) all.addCommand(one.helpGroup(`${heading}:`));
  return all;
}

/** Each command that has no commands of its own, with the command that npm runs. */
export function leavesOf(
  all: Command,
): { readonly top: CommandUnknownOpts; readonly leaf: CommandUnknownOpts }[] {
  return all.commands.flatMap((top) =>
    (top.commands.length > 0 ? top.commands : [top]).map((leaf) => ({ top, leaf })),
  );
}

/** Without the commands of commands, which are exported beside them. */
function topmost(definitions: Readonly<Record<string, CommandUnknownOpts>>): CommandUnknownOpts[] {
  return Object.values(definitions).filter(({ parent }) => parent === null);
}
