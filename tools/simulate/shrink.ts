import type { Fired, Naive } from '@waybill/simulation';
import type { Step } from './steps.js';
import { type RunResult, run } from './run.js';

type Part = { readonly step: Step } | { readonly fault: Fired };

/** Maximum number of runs. */
const RUNS = 250;

/** Minimizes a failed run: removes steps and faults as long as the run still fails (ddmin). */
export async function shrink(failed: RunResult, naive?: Naive): Promise<RunResult> {
  let parts: Part[] = [
    ...failed.steps.map((step) => ({ step })),
    ...failed.fired.map((fault) => ({ fault })),
  ];
  let best = failed;
  let left = RUNS;
  for (let size = Math.ceil(parts.length / 2); left > 0;) {
    let smaller = false;
    for (let at = 0; at < parts.length && left > 0; left--) {
      const rest = [...parts.slice(0, at), ...parts.slice(at + size)];
      const { seed, fulfilment } = failed;
      const result = await run({ seed, fulfilment, naive, steps: stepsOf(rest), only: faultsOf(rest) });
      if (result.violations.length > 0) {
        parts = rest;
        best = result;
        smaller = true;
      } else {
        at += size;
      }
    }
    if (size === 1 && !smaller) break;
    size = Math.max(1, Math.ceil(size / 2));
  }
  return best;
}

function stepsOf(parts: readonly Part[]): Step[] {
  return parts.flatMap((part) => ('step' in part ? [part.step] : []));
}

function faultsOf(parts: readonly Part[]): Fired[] {
  return parts.flatMap((part) => ('fault' in part ? [part.fault] : []));
}
