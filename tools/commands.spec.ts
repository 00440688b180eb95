import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '@waybill/testing';
import { waybill } from './commands/groups.js';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const all = waybill();
const commands = new Map(all.commands.map((one) => [one.name(), one]));
const BINARY = ['--conditions=@waybill/source', '--import', './tools/source.mjs', 'tools/waybill.ts'];

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...BINARY, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('every command', () => {
  it('is a script of npm, and every script that starts one is a command', () => {
    const called = Object.values(scripts).flatMap(
      (script) => /^exec node tools\/setup\.mjs ([\w:-]+)/.exec(script)?.[1] ?? [],
    );
    expect([...new Set(called)].sort()).toEqual(
      [...commands.keys()].filter((name) => name !== 'setup').sort(),
    );
  });

  it.each([...commands.keys()])('%s has a file', (name) => {
    expect(existsSync(join(ROOT, 'tools', `${name.replace(':', '-')}.ts`))).toBe(true);
  });

  it('is described, with all its options and arguments', () => {
    const everyOne = [...commands.values()].flatMap((one) => [one, ...one.commands]);
    const silent = everyOne.flatMap((one) =>
      [
        one.description(),
        ...[...one.options, ...one.registeredArguments].map(({ description }) => description),
      ]
        .filter((text) => !text)
        .map(() => one.name()),
    );
    expect(silent).toEqual([]);
  });
});

it('--help lists all commands, and the options of one', () => {
  const { code, out } = run('--help');
  expect(code).toBe(0);
  for (const name of commands.keys()) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(run('sagas', 'list', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--stuck') });
});

it.each([
  [['demo', '--oncee'], 'unknown option --oncee (did you mean --once?)'],
  [['demoo'], 'unknown command demoo (did you mean demo?)'],
  [
    ['sagas', 'retyr'],
    'unknown command retyr: sagas has list, show, retry, resolve (npm run sagas -- --help lists what there is)',
  ],
  [['dev'], "missing required argument 'service' (npm run dev -- --help lists what there is)"],
  [
    ['start', 'ordr'],
    'there is no service ordr: use analytics, inventory, notification, order, payment, shipping (npm start -- --help lists what there is)',
  ],
  [
    ['contracts:check', '--against', 'v0.0.0-none'],
    'git does not know "v0.0.0-none": use a tag, branch or commit (npm run contracts:check -- --help lists what there is)',
  ],
])('waybill %j ends with 64 and one line', (args, line) => {
  expect(run(...args)).toEqual({ code: 64, out: '', err: `${line}\n` });
});

it('the options in the documents are options of their command', () => {
  const unknown = pages().flatMap((page) =>
    [
      ...read(page).matchAll(
        /\b(?:npm (?:run )?(?:--silent )?|npx waybill )([a-z][\w:-]*) (?:-- )?([^`|\n#)]*)/g,
      ),
    ]
      .map(([, name = '', rest = '']) => ({ page, name, flags: rest.match(/(?<=^|\s)--[a-z][\w-]*/g) ?? [] }))
      .filter(({ name }) => commands.has(name) && !['test', 'new', 'start'].includes(name))
      .flatMap(({ name, flags }) =>
        flags
          .filter((flag) => !flagsOf(commands.get(name)!).has(flag))
          .map((flag) => `${page}: npm run ${name} has no ${flag}`),
      ),
  );
  expect(unknown).toEqual([]);
});

function pages(): string[] {
  return globSync(['*.md', 'docs/*.md'], { cwd: ROOT }).filter((page) => page !== 'CHANGELOG.md');
}

function flagsOf(one: CommandUnknownOpts): Set<string | undefined> {
  const long = [one, ...one.commands].flatMap(({ options }) => options.map((option) => option.long));
  return new Set([...long, '--help', '--silent']);
}

describe('completion', () => {
  const complete = (...words: string[]): string[] =>
    execFileSync(process.execPath, [...BINARY, 'complete', '--', ...words], { cwd: ROOT, encoding: 'utf8' })
      .split('\n')
      .map((line) => line.split('\t')[0]!)
      .filter((line) => line !== '' && !line.startsWith(':'));

  it.each([
    [['de'], ['demo', 'dev', 'dead-letters']],
    [['demo', '--on'], ['--once']],
    [
      ['demo', '--broker', ''],
      ['kafka', 'rabbitmq', 'redis', 'memory'],
    ],
    [
      ['sagas', 're'],
      ['retry', 'resolve'],
    ],
    [['start', 'inv'], ['inventory']],
  ])('of waybill %j is %j', (words, expected) => {
    expect(complete(...words).sort()).toEqual([...expected].sort());
  });

  it.each(['bash', 'zsh', 'fish'])('has a script for %s', (shell) => {
    expect(run('complete', shell)).toMatchObject({
      code: 0,
      out: expect.stringContaining('waybill complete --'),
    });
  });
});
