import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type GeneratorSchema, wrongArguments } from './arguments.js';

const KINDS = ['service', 'use-case', 'event', 'reaction', 'broker'] as const;

function schemaOf(kind: string): GeneratorSchema {
  return JSON.parse(readFileSync(join(import.meta.dirname, kind, 'schema.json'), 'utf8')) as GeneratorSchema;
}

const wrong = (kind: string, ...args: string[]): string | undefined =>
  wrongArguments(kind, schemaOf(kind), args);

describe.each(KINDS)('npm run new -- %s', (kind) => {
  const { 'x-example': example } = schemaOf(kind);
  const args = example.split(' ').slice(1);

  it('takes its own example', () => {
    expect(example.split(' ')[0]).toBe(kind);
    expect(wrong(kind, ...args)).toBeUndefined();
    expect(wrong(kind, ...args, '--dry-run')).toBeUndefined();
  });

  it('asks for a name, with an example', () => {
    for (const none of [[], ['']]) {
      expect(wrong(kind, ...none)).toMatch(`${kind} needs a name.`);
      expect(wrong(kind, ...none)).toMatch(`npm run new -- ${example}`);
    }
  });

  it('takes one name, which is no number', () => {
    expect(wrong(kind, args[0]!, 'other', ...args.slice(1))).toMatch(`these are 2: ${args[0]}, other.`);
    expect(wrong(kind, '7', ...args.slice(1))).toMatch('A name begins with a letter.');
  });

  it('names its options when one is unknown', () => {
    expect(wrong(kind, ...args, '--evnt', 'held')).toMatch(`${kind} has no option --evnt. It has --name`);
  });

  it('leaves --help to Nx', () => {
    expect(wrong(kind, '--help')).toBeUndefined();
  });
});

it('asks for the other options that are required', () => {
  expect(wrong('reaction', 'thank-customer')).toMatch('reaction needs --on. Type of the domain event');
  expect(wrong('use-case', 'hold-order')).toMatch('use-case needs --event. What has happened then');
  expect(wrong('use-case', 'hold-order', '--event')).toMatch('use-case needs --event.');
});

it('names what an option can be', () => {
  const args = ['thank-customer', '--on', 'order.confirmed', '--mode', 'now'];
  expect(wrong('reaction', ...args)).toBe('--mode cannot be "now": use async or sync.');
});
