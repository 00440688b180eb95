import type { Facts } from './facts.js';
import { glossaryStrays } from './glossary.js';
import { contractStrays, hotSpotStrays, readerStrays } from './messages.js';
import { errorStrays, migrationStrays, routeStrays, settingStrays } from './services.js';
import type { Stray } from './stray.js';

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
