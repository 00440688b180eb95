import type { Facts } from './facts.js';
import { missingTerms } from './glossary.js';
import { missingContracts, missingHotSpots, missingConsumers } from './messages.js';
import { missingErrors, missingMigrations, missingRoutes, missingSettings } from './services.js';
import type { Missing } from './missing.js';

/** All that is missing, in the order in which it is listed. */
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

/** The list for a person, with the file to edit under each. */
export function listOf(missing: readonly Missing[]): string {
  const lines = missing.map(({ says, file }) => `  ${says}\n    edit ${file}`);
  return `${missing.length} missing; no document was written:\n${lines.join('\n')}`;
}
