// `npm run new`: the generators of tools/generators, through Nx: `npm run new -- service loyalty` is `nx g @waybill/tools:service loyalty`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@waybill/testing';

const { generators } = JSON.parse(readFileSync(join(ROOT, 'tools/generators/generators.json'), 'utf8')) as {
  generators: Record<string, { description: string }>;
};

const [what = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(generators, what)) {
  const lines = Object.entries(generators).map(
    ([name, { description }]) => `  ${name.padEnd(10)}${description}`,
  );
  console.error(
    `npm run new -- WHAT NAME [--dry-run]\n${lines.join('\n')}\nThe options of one: npm run new -- ${what || 'event'} --help`,
  );
  process.exit(what === '' || what === '--help' ? 0 : 1);
}
const nx = join(ROOT, 'node_modules/nx/dist/bin/nx.js');
const { status } = spawnSync(
  process.execPath,
  [nx, 'generate', `@waybill/tools:${what}`, ...args, '--no-interactive'],
  {
    cwd: ROOT,
    stdio: 'inherit',
    // Else Nx loads what the services of this repository are made of.
    env: { ...process.env, NX_DAEMON: 'false' },
  },
);
process.exit(status ?? 1);
