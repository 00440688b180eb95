import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { calledAs, examplesOf } from '../commands/command.js';
import { GROUPS } from '../commands/groups.js';

/** docs/commands.md, from the definitions in tools/commands. */
export function commandsPage(): string {
  const groups = Object.entries(GROUPS).map(
    ([heading, commands]) => `## ${heading}\n\n${commands.map(section).join('\n\n')}`,
  );
  return `# Commands

\`npm run demo -- --once\` and \`npx waybill demo --once\` are the same command. The first command in a fresh clone installs all packages, so
\`npx waybill\` works after it. \`--help\` lists the options of a command, and a wrong option or argument ends it with 64 and one line. This page is
made from the definitions in \`tools/commands\` by \`npm run docs\`.

\`npm run build\`, \`npm run lint\`, \`npm run typecheck\`, \`npm run format\` and \`npm run check\`, which runs all that a change must pass, are scripts
of package.json.

The commands run on Linux and macOS. On Windows use WSL 2: they start servers through \`/bin/sh\`.

## What they read from the environment

| variable | meaning |
| --- | --- |
| \`START_TIMEOUT\` | Seconds, 120 by default: a start of a server or service is given up after so long without progress, which is a new line in its log or a change of what it waits for. After ten times as long it is given up in any case. \`--wait\` of demo and dev is the same. |
| \`TMPDIR\` | The folder for data that ends with the command. |
| \`WAYBILL_CACHE\` | Where downloads, builds and the logs of servers that did not start are kept, \`~/.cache/waybill\` by default. |
| \`DATABASE_URL\`, \`KAFKA_BROKERS\`, \`BROKER_URL\` | Servers to use instead of embedded ones. |
| \`WAYBILL_USER\` | Who acts, for the trail. |

## The data of the demo

\`npm run demo\` forgets its data when it ends. \`npm run demo -- --keep\` keeps the data of Postgres, Kafka and the sandbox in \`.waybill/data\`, and the next
\`--keep\` goes on with it; \`--reset\` forgets it first. One platform at a time runs on the documented ports: a second demo says which one
runs, and \`npm run audit\` finds that of \`npm run demo\` and of \`npm run dev\`.

## Completion

Bash, zsh and fish complete commands and options. Once per shell, in the root of the repository:

\`\`\`sh
PATH=$PWD/node_modules/.bin:$PATH
source <(waybill complete bash)
\`\`\`

With zsh it is \`source <(waybill complete zsh)\`, with fish \`waybill complete fish | source\`.

${groups.join('\n\n')}
`;
}

function section(one: CommandUnknownOpts): string {
  const children = one.commands.map(
    (child) => `- \`${child.name()}${usageOf(child)}\` ${child.description()}.${optionList(child, '  ')}`,
  );
  const examples = examplesOf(one).map((args) => `${calledAs(one.name())} ${args}`);
  return [
    `### ${one.name()}`,
    `\`waybill ${one.name()}${one.commands.length > 0 ? ' <command>' : usageOf(one)}\` ${one.description()}.`,
    children.join('\n'),
    `${one.commands.length > 0 && one.options.length > 0 ? 'All of them:\n' : ''}${optionList(one, '').trimStart()}`,
    examples.length > 0 ? `\`\`\`sh\n${examples.join('\n')}\n\`\`\`` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function usageOf({ registeredArguments }: CommandUnknownOpts): string {
  return registeredArguments
    .map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return argument.required ? ` <${name}>` : ` [${name}]`;
    })
    .join('');
}

function optionList(one: CommandUnknownOpts, indent: string): string {
  const help = one.createHelp();
  const options = one.options.map(
    (option) => `\n${indent}- \`${option.flags}\`: ${help.optionDescription(option)}`,
  );
  const values = one.registeredArguments
    .filter(({ description }) => description)
    .map((argument) => `\n${indent}- \`${argument.name()}\`: ${argument.description}`);
  return [...values, ...options].join('');
}
