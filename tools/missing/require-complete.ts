import { factsOf } from './facts.js';
import { listOf, findMissing } from './find-missing.js';

/** If anything is missing for the documents, lists it and exits with 1. */
export async function requireComplete(openApi: ReadonlyMap<string, object>): Promise<void> {
  const missing = findMissing(await factsOf(openApi));
  if (missing.length === 0) return;
  console.error(listOf(missing));
  process.exit(1);
}
