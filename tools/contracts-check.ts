// `npm run contracts:check`: checks that the contracts are compatible with those of the last release (git tag `v…`), or of the last
// commit if there is no release. `-- --against REF` compares with another commit.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageTypes } from '@waybill/contracts';
import { declaredHandlers } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import { contractsCheck } from './commands/develop.js';
import { type Release, type Schema, breaches } from './contracts/compatibility.js';
import { GOLDEN, type Samples, brokenSamples, sampleOf } from './contracts/samples.js';

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

const { against } = contractsCheck.opts();
const released = against ?? lastRelease();
const ref = released ?? lastCommit();
if (ref === undefined) {
  console.log('There is no git history to compare the contracts with.');
} else {
  if (!told('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)) {
    contractsCheck.error(`git does not know "${ref}": use a tag, branch or commit`);
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
  if (released === undefined)
    console.log(
      `No release tag: compared with the last commit, ${ref}; only uncommitted changes were judged.`,
    );

  console.log(found.length === 0 ? `${messages}: all compatible` : `${messages}: ${found.length} breaches`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
