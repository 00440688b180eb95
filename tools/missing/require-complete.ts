import { factsOf } from './facts.js';
import { listOf, findMissing } from './find-missing.js';

/** Lists all that the documents cannot be made without and ends the process with 1; returns when nothing is missing. */
export async function requireComplete(openApi: ReadonlyMap<string, object>): Promise<void> {
  const missing = findMissing(await factsOf(openApi));
  if (missing.length === 0) return;
  console.error(listOf(missing));
  process.exit(1);
}
