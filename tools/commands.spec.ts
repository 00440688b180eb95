import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '@waybill/testing';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const commands = [
  ...new Set(
    Object.values(scripts).flatMap((script) => /tools\/setup\.mjs ([\w:-]+)/.exec(script)?.slice(1) ?? []),
  ),
];
const fileOf = (command: string): string =>
  command === 'audit' ? 'apps/audit/src/main.ts' : `tools/${command.replace(':', '-')}.ts`;

it.each(commands)('npm run %s prints its usage for --help', (command) => {
  expect(readFileSync(join(ROOT, fileOf(command)), 'utf8')).toMatch(/commandLine\(|'--help'/);
});
