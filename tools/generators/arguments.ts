// Checks the arguments of `npm run new --` before Nx runs, because Nx ignores unknown arguments and options.
import { parseArgs } from 'node:util';

export interface GeneratorSchema {
  /** Example arguments after `npm run new --`. */
  readonly 'x-example': string;
  readonly required: readonly string[];
  readonly properties: Readonly<
    Record<string, { readonly description: string; readonly enum?: readonly string[] }>
  >;
}

/** Options of Nx itself. */
const FLAGS = ['dry-run', 'help', 'verbose'];

/** An error message that says what to type instead; undefined if the arguments are valid. */
export function wrongArguments(
  what: string,
  { properties, required, 'x-example': example }: GeneratorSchema,
  args: readonly string[],
): string | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      ...Object.fromEntries(Object.keys(properties).map((name) => [name, { type: 'string' as const }])),
      ...Object.fromEntries(FLAGS.map((name) => [name, { type: 'boolean' as const }])),
    },
  });
  if (values['help']) return undefined;
  const such = `For example: npm run new -- ${example}`;
  const known = [...Object.keys(properties), ...FLAGS];
  const unknown = Object.keys(values).find((name) => !known.includes(name));
  if (unknown !== undefined)
    return `${what} has no option --${unknown}. It has ${known.map((name) => `--${name}`).join(', ')}.`;
  if (positionals.length > 1)
    return `${what} takes one name, and these are ${positionals.length}: ${positionals.join(', ')}. ${such}`;
  const given: Record<string, unknown> = { name: positionals[0], ...values };
  for (const name of required) {
    const { description } = properties[name]!;
    if (typeof given[name] === 'string' && given[name] !== '') continue;
    return `${what} needs ${name === 'name' ? 'a name' : `--${name}`}. ${description}. ${such}`;
  }
  for (const [name, { enum: allowed }] of Object.entries(properties))
    if (allowed && given[name] !== undefined && !allowed.includes(String(given[name])))
      return `--${name} cannot be "${String(given[name])}": use ${allowed.join(' or ')}.`;
  // Nx would convert it to a number.
  if (/^\d+$/.test(String(given['name']))) return `A name begins with a letter. ${such}`;
  return undefined;
}
