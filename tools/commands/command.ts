// What all command definitions share. Definitions import no code of apps and libs, so that --help is quick and works while those do
// not compile.
import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';

/** Exit code for wrong arguments, as in sysexits.h. */
const WRONG_USAGE = 64;

const examples = new WeakMap<CommandUnknownOpts, readonly string[]>();
const settings = new Command()
  .helpOption('-h, --help', 'show this help')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USAGE));

/** A command that `waybill NAME` and `npm run NAME --` run; `examplesOf` are arguments that a user may try. */
export function command(name: string, summary: string, examplesOf: readonly string[] = []): Command {
  const made = new Command(name)
    .copyInheritedSettings(settings)
    .helpCommand(false)
    .description(summary)
    .configureOutput({ outputError: (text, write) => write(`${oneLine(text, made)}\n`) });
  examples.set(made, examplesOf);
  return examplesOf.length === 0 ? made : made.addHelpText('after', () => exampleText(made));
}

export function examplesOf(one: CommandUnknownOpts): readonly string[] {
  return examples.get(one) ?? [];
}

/** `npm run sagas --`: how a command is called through npm. `npm start` and `npm test` need no `run`. */
export function calledAs(name: string): string {
  if (name === 'waybill') return 'npx waybill';
  return `npm ${/^(start|test)$/.test(name) ? name : `run ${name}`} --`;
}

/** For `.option()`: collects the values of an option that may be given several times. */
export function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** For `.option()`: a number above zero. */
export function positive(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** For `.option()`: a whole number above zero. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}

/** For `.option()`: a number, zero included. */
export function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0) return value;
  throw new InvalidArgumentError('It must be 0 or a number above it.');
}

/** `unknown option --oncee (did you mean --once?)` */
function oneLine(text: string, of: CommandUnknownOpts): string {
  const [what = '', suggestion] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const hint = suggestion?.replace('(Did', '(did') ?? `(${calledAs(of.name())} --help lists what there is)`;
  return `${wordsOf(what, of)} ${hint}`;
}

function wordsOf(what: string, of: CommandUnknownOpts): string {
  const names = of.commands.map((child) => child.name());
  const [first = ''] = of.args;
  // The word was taken for an argument of the subcommand that runs if none is named.
  if (what.startsWith('too many arguments') && names.length > 0 && !names.includes(first))
    return `unknown command ${first}: ${of.name()} has ${names.join(', ')}`;
  return what.replace(/^unknown (option|command) '(.*)'$/, 'unknown $1 $2');
}

function exampleText(one: CommandUnknownOpts): string {
  const lines = examplesOf(one).map((args) => `  ${calledAs(one.name())} ${args}`);
  return `\nExamples:\n${lines.join('\n')}`;
}
