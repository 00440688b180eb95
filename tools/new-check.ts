// `npm run new:check`: runs every generator in a copy of the repository. The generated code must compile, lint, pass its tests, and be
// in all documents. No document may be written while anything is missing.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@waybill/testing';
import { readIfThere } from './docs/write-documents.js';
import { makeScratchCopy, removeScratchCopy, runIn, stopwatch, succeedIn } from './scratch/scratch-copy.js';

const GENERATED = [
  'service loyalty',
  'event loyalty.points-earned',
  'use-case hold-order --event held',
  'reaction thank-customer --on order.confirmed',
  'broker pigeon',
];

/** Wrong arguments, and the expected error messages. */
const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['', /^missing required argument 'what'/],
  ['servcie loyalty', /^there is no generator servcie: use /],
  ['use-case', /^use-case needs a name\./],
  ['service class', /"class" is a word of JavaScript/],
  ['event order.placed', /There is an event order\.placed already/],
];

const say = stopwatch();
const copy = makeScratchCopy('new');

try {
  await refusesWrongInput();
  const before = new Set(sources());
  for (const what of GENERATED)
    await named(`npm run new -- ${what}`, /For you to decide:\n( {2}\S+:\d+ {2}.+\n)+/);
  const created = sources().filter((file) => !before.has(file));
  const touched = globSync(
    ['{apps,libs}/*/{src,golden}/**/*.{ts,json}', 'docs/*.md', 'tools/**/*.{ts,mjs}', '*.{md,yml}'],
    { cwd: copy },
  ).filter(isTouched);
  await refusesIncomplete();
  await passes('npm run --silent contracts');
  await passes('npm run --silent docs');
  await passes('npm run --silent typecheck');
  await passes(`npx prettier --check ${touched.join(' ')}`);
  await passes(`npx eslint ${touched.filter((file) => /\.(ts|mjs)$/.test(file)).join(' ')}`);
  const specs = created.filter((file) => file.endsWith('.spec.ts'));
  await passes(
    `npm test -- ${specs.join(' ')} apps/order/src/orders/domain libs/contracts libs/messaging/src/broker-at.spec.ts apps/e2e/src/services.spec.ts tools/missing`,
  );
  say('what the generators make builds, and has its place everywhere');
} finally {
  removeScratchCopy(copy);
}

function isTouched(file: string): boolean {
  const original = readIfThere(join(ROOT, file));
  return original === undefined || original !== readFileSync(join(copy, file), 'utf8');
}

/** Source files of the copy, of all workspaces. */
function sources(): string[] {
  return globSync('{apps,libs,tools}/*/src/**/*.ts', { cwd: copy }).sort();
}

async function passes(command: string): Promise<string> {
  say(command.length > 100 ? `${command.slice(0, 100)}…` : command);
  return (await succeedIn(copy, command)).all;
}

/** Checks that the generator lists the places to complete. */
async function named(command: string, list: RegExp): Promise<void> {
  const all = await passes(command);
  if (!list.test(all)) throw new Error(`${command} names no place to decide:\n${all}`);
}

/** Checks that wrong input is refused with one sentence, and that nothing is written. */
async function refusesWrongInput(): Promise<void> {
  const before = sources();
  for (const [what, says] of REFUSED) {
    const command = `npm run --silent new -- ${what}`;
    say(command);
    const { code, all } = await runIn(copy, command);
    if (code === 0 || !says.test(all) || /stack ?trace/.test(all) || sources().join() !== before.join())
      throw new Error(`${command} must be refused with ${says}; it ended with ${code}:\n${all}`);
  }
}

/** Checks that no document is written if the new event has no place in the story, and that the event is listed with its file. */
async function refusesIncomplete(): Promise<void> {
  const file = join(copy, 'libs/contracts/src/loyalty.ts');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^ {2}story: .*\n/m, ''));
  const documents = (): string =>
    globSync(['docs/**/*.{md,json}', 'libs/contracts/golden/**/*.json', 'libs/client/src/openapi/*.ts'], {
      cwd: copy,
    })
      .map((document) => `${document}\n${readFileSync(join(copy, document), 'utf8')}`)
      .join('\n');
  const before = documents();
  const command = 'npm run --silent contracts';
  say(`${command}, without the place of an event`);
  const { code, all } = await runIn(copy, command);
  const listed =
    /the event loyalty\.points-earned has no place.*\n +edit libs\/contracts\/src\/loyalty\.ts:\d+/;
  if (code === 0 || !listed.test(all) || documents() !== before)
    throw new Error(
      `${command} must list what is missing, end with 1 and write nothing; it ended with ${code}:\n${all}`,
    );
  writeFileSync(file, text);
}
