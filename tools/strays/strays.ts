import type { Facts } from './facts.js';
import { glossaryStrays } from './glossary.js';
import { contractStrays, hotSpotStrays, readerStrays } from './messages.js';
import { errorStrays, migrationStrays, routeStrays, settingStrays } from './services.js';

/** Something that the documents cannot be made without, and the file in which to add it. */
export interface Stray {
  readonly says: string;
  /** From the root of the repository; with `:line` where the line is known. */
  readonly file: string;
}

/** All that is missing, in the order in which it is listed. */
export function straysOf(facts: Facts): Stray[] {
  return [
    contractStrays,
    readerStrays,
    routeStrays,
    errorStrays,
    settingStrays,
    migrationStrays,
    hotSpotStrays,
    glossaryStrays,
  ].flatMap((find) => find(facts));
}

/** The list for a person, with the file to edit under each. */
export function listOf(strays: readonly Stray[]): string {
  const lines = strays.map(({ says, file }) => `  ${says}\n    edit ${file}`);
  return `${strays.length} missing; no document was written:\n${lines.join('\n')}`;
}

/** Where a text is found first, as `file:line`. */
export function placeOf(sources: Facts['sources'], pattern: RegExp, under = ''): string | undefined {
  for (const [file, text] of sources) {
    const index = file.startsWith(under) ? text.search(pattern) : -1;
    if (index >= 0) return `${file}:${text.slice(0, index).split('\n').length}`;
  }
  return undefined;
}
