import type { Facts } from './facts.js';
import { missingTerms } from './glossary.js';
import { missingContracts, missingHotSpots, missingConsumers } from './messages.js';
import { missingErrors, missingMigrations, missingRoutes, missingSettings } from './services.js';
import type { Missing } from './missing.js';

/** Everything that is missing, in the order of the list. */
export function findMissing(facts: Facts): Missing[] {
  return [
    missingContracts,
    missingConsumers,
    missingRoutes,
    missingErrors,
    missingSettings,
    missingMigrations,
    missingHotSpots,
    missingTerms,
  ].flatMap((find) => find(facts));
}

/** The list as text, with the file to edit under each entry. */
export function listOf(missing: readonly Missing[]): string {
  const lines = missing.map(({ says, file }) => `  ${says}\n    edit ${file}`);
  return `${missing.length} missing; no document was written:\n${lines.join('\n')}`;
}
