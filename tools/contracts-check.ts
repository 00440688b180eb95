// `npm run contracts:check`: may the contracts be released as they are? Compares them with those of the last release, a git tag `v…`;
// `-- --against REF` with those of any other commit.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { messageTypes } from '@waybill/contracts';
import { ROOT, declaredHandlers } from '@waybill/testing';
import { type Breach, type Release, type Schema, breaches } from './contracts/compatibility.js';

const { values } = parseArgs({ options: { against: { type: 'string' } } });
const git = (...command: string[]): string =>
  execFileSync('git', command, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

function lastRelease(): string | undefined {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*').trim();
  } catch {
    return undefined;
  }
}

function releasedAt(ref: string): Release {
  const release = new Map<string, Map<number, Schema>>();
  let files: string[];
  try {
    files = git('ls-tree', '-r', '--name-only', ref, '--', 'docs/schemas').split('\n').filter(Boolean);
  } catch {
    console.error(`git knows no "${ref}": give a tag, a branch or a commit`);
    process.exit(2);
  }
  for (const file of files) {
    const [, , message = '', name = ''] = file.split('/');
    const versions = release.get(message) ?? new Map<number, Schema>();
    release.set(message, versions);
    versions.set(Number.parseInt(name, 10), JSON.parse(git('show', `${ref}:${file}`)) as Schema);
  }
  return release;
}

/** What was once shown as an example lies in topics and in others' tests: it is read for ever. */
function unreadable(release: Release): Breach[] {
  return [...release].flatMap(([message, versions]) =>
    [...versions].flatMap(([version, { examples }]) =>
      ((examples as unknown[] | undefined) ?? []).flatMap((example) => {
        try {
          messageTypes.get(message)?.parse(example, version);
          return [];
        } catch (error) {
          const says = `the released example is refused now: ${(error as Error).message}. Mend the upcaster; the example stays.`;
          return [{ message, version, at: '/', says }];
        }
      }),
    ),
  );
}

const ref = values.against ?? lastRelease();
if (ref === undefined) {
  console.log(
    'Nothing was released yet (no tag v…): there is nothing to break. `-- --against REF` compares with any commit.',
  );
} else {
  const release = releasedAt(ref);
  const now: Release = new Map([...messageTypes].map(([type, contract]) => [type, contract.schemas()]));
  const handlers = await declaredHandlers();
  const readersOf = (message: string): string[] => [
    ...new Set(handlers.filter(({ type }) => type === message).map(({ service }) => service)),
  ];
  const found = [...breaches(release, now, readersOf), ...unreadable(release)];
  for (const { message, version, at, says } of found) console.error(`${message} ${version} ${at}: ${says}`);
  const messages = `${release.size} messages of ${ref}`;
  console.log(found.length === 0 ? `${messages}: all compatible` : `${messages}: ${found.length} breaches`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
