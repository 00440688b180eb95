import { spawn } from 'node:child_process';

/** Set by the npm or Nx that runs this process: they would tell a command in another folder that it works in ours. */
const OF_THIS_RUN = /^(npm_(package|lifecycle|config_local)_|NX_|INIT_CWD$)/;

/** Runs a command in a folder and throws the last lines of its output if it fails. Returns what it wrote to stdout. */
export async function runCommand(
  folder: string,
  [file, ...args]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !OF_THIS_RUN.test(name));
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, all] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => ((output += text), (all += text)));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (all += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code === 0) return output;
  const lastLines = all.trimEnd().split('\n').slice(-20).join('\n');
  throw new Error(`\`${[file, ...args].join(' ')}\` failed in ${folder} (exit code ${code}):\n${lastLines}`);
}

/** npm with these arguments: the npm that runs this process, also where there is none on the PATH. */
export function npmCommand(...args: readonly string[]): readonly [string, ...string[]] {
  const npm = process.env['npm_execpath'];
  return npm?.endsWith('npm-cli.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
}
