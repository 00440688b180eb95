// Options of the commands in package.json.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Exit code for wrong arguments, as in sysexits.h. */
const WRONG_USAGE = 64;

/** Parses the arguments. Prints the usage for --help, or what is wrong with the arguments, and exits. */
export function commandLine<const Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  const args = config.args ?? process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    // Node appends advice about positional arguments, which concerns no command here.
    const [what = ''] = (error as Error).message.split('. ');
    return wrongUsage(`${what.replace(/\.$/, '')}.`, usage);
  }
}

/** Prints what is wrong and the usage, and exits. */
export function wrongUsage(what: string, usage: string): never {
  console.error(`${what}\n\n${usage}`);
  process.exit(WRONG_USAGE);
}
