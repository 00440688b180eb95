import { factsOf } from './facts.js';
import { listOf, straysOf } from './strays.js';

/** Lists all that the documents cannot be made without and ends the process with 1; returns when nothing is missing. */
export async function refuseStrays(openApi: ReadonlyMap<string, object>): Promise<void> {
  const strays = straysOf(await factsOf(openApi));
  if (strays.length === 0) return;
  console.error(listOf(strays));
  process.exit(1);
}
