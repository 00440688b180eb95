// `npm run contracts:check`: checks that the contracts are compatible with those of the last release (git tag `v…`), or of the last
// commit if there is no release. `-- --against REF` compares with another commit.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageTypes } from '@waybill/contracts';
import { commandLine, declaredHandlers } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import { type Release, type Schema, breaches } from './contracts/compatibility.js';
import { GOLDEN, type Samples, brokenSamples, sampleOf } from './contracts/samples.js';

const USAGE = `npm run contracts:check -- [--against REF]: reports message changes that break consumers; exits with 1 if there are any
  --against REF   compares with this commit (default: the last release, or the last commit if there is none)`;
const { values } = commandLine(USAGE, { options: { against: { type: 'string' } } });
const git = (...command: string[]): string =>
  execFileSync('git', command, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

function told(...command: string[]): string | undefined {
  try {
    return git(...command).trim();
  } catch {
    return undefined;
  }
}

const lastRelease = (): string | undefined => told('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*');
const lastCommit = (): string | undefined => told('rev-parse', '--short', 'HEAD');

function releasedAt(ref: string): Release {
  const release = new Map<string, Map<number, Schema>>();
  for (const [path, text] of filesAt(ref, 'docs/schemas')) {
    const { message, version } = sampleOf(path);
    const versions = release.get(message) ?? new Map<number, Schema>();
    release.set(message, versions.set(version, JSON.parse(text) as Schema));
  }
  return release;
}

function filesAt(ref: string, folder: string): Samples {
  const files = git('ls-tree', '-r', '--name-only', ref, '--', folder).split('\n').filter(Boolean);
  return new Map(files.map((file) => [file.slice(folder.length + 1), git('show', `${ref}:${file}`)]));
}

function filesNow(folder: string): Samples {
  const files = globSync('**/*.json', { cwd: join(ROOT, folder) });
  return new Map(files.map((file) => [file, readFileSync(join(ROOT, folder, file), 'utf8')]));
}

const ref = values.against ?? lastRelease() ?? lastCommit();
if (ref === undefined) {
  console.log('There is no git history to compare the contracts with.');
} else {
  if (!told('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)) {
    console.error(`git does not know "${ref}": use a tag, branch or commit`);
    process.exit(2);
  }
  const release = releasedAt(ref);
  const now: Release = new Map([...messageTypes].map(([type, contract]) => [type, contract.schemas()]));
  const handlers = await declaredHandlers();
  const readersOf = (message: string): string[] => [
    ...new Set(handlers.filter(({ type }) => type === message).map(({ service }) => service)),
  ];
  const parse = (message: string, data: unknown, version: number) =>
    messageTypes.get(message)?.parse(data, version);
  const found = [
    ...breaches(release, now, readersOf),
    ...brokenSamples(filesAt(ref, GOLDEN), filesNow(GOLDEN), parse),
  ];
  for (const { message, version, at, says } of found) console.error(`${message} ${version} ${at}: ${says}`);
  const messages = `${release.size} messages of ${ref}`;
  console.log(found.length === 0 ? `${messages}: all compatible` : `${messages}: ${found.length} breaches`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
