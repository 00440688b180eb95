// `npm run new`: the generators of tools/generators, through Nx: `npm run new -- service loyalty` is `nx g @waybill/tools:service loyalty`.
// It imports nothing of apps and libs, so a generator also runs while those do not compile.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './commands/develop.js';
import { type GeneratorSchema, wrongArguments } from './generators/arguments.js';

const root = join(import.meta.dirname, '..');
const read = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'generators', file), 'utf8'));

const { generators } = read('generators.json') as {
  readonly generators: Record<string, { readonly schema: string; readonly description: string }>;
};

const [what = '', ...args] = generate.args;
if (!Object.hasOwn(generators, what))
  generate.error(`there is no generator ${what}: use ${Object.keys(generators).join(', ')}`);
const wrong = wrongArguments(what, read(generators[what]!.schema) as GeneratorSchema, args);
if (wrong !== undefined) generate.error(wrong);
const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
const { status } = spawnSync(
  process.execPath,
  [nx, 'generate', `@waybill/tools:${what}`, ...args, '--no-interactive'],
  {
    cwd: root,
    stdio: 'inherit',
    // Otherwise Nx loads the code of this repository's services.
    env: { ...process.env, NX_DAEMON: 'false' },
  },
);
process.exit(status ?? 1);
