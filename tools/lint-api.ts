// `npm run lint:api`: checks the OpenAPI and AsyncAPI documents with the linters that their readers use.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@waybill/testing';
import { cachedPackages } from './cached-packages.js';

const REDOCLY = '@redocly/cli@2.77.0';
const SPECTRAL = '@stoplight/spectral-cli@6.16.3';

const openApi = globSync('docs/openapi/*.json', { cwd: ROOT });
const asyncApi = globSync('docs/asyncapi/*.json', { cwd: ROOT });
const all = openApi.concat(asyncApi);
const strictly = ['--fail-severity', 'warn', '--display-only-failures'];
const [redocly, spectral] = await Promise.all([
  runs(REDOCLY, '@redocly/cli/bin/cli.js', ['lint'].concat(openApi, '--config', 'tools/lint/redocly.yaml')),
  runs(
    SPECTRAL,
    '@stoplight/spectral-cli/dist/index.js',
    ['lint'].concat(all, '--ruleset', 'tools/lint/spectral.yaml', strictly),
  ),
]);
if (!redocly || !spectral) process.exitCode = 1;

/** Runs a linter, and prints what it prints if it finds something. */
async function runs(name: string, binary: string, args: readonly string[]): Promise<boolean> {
  const file = join(cachedPackages(name), 'node_modules', binary);
  const started = performance.now();
  const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const child = spawn(process.execPath, [file, ...args], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  if (code !== 0) console.error(output.trim());
  console.log(`${name}: ${code === 0 ? 'finds nothing' : 'FOUND something'}, ${seconds} s`);
  return code === 0;
}
