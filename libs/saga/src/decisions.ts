import type { Tx } from '@waybill/unit-of-work';
import { labelOf } from './log.js';
import type { KeptDecision, LogEntry } from './saga.js';
import type { Send } from './definition.js';

/** What a run was given, to be kept. */
export interface Given {
  readonly name: string;
  /** Enough to decide it again. Without personal data: a row that can be erased is named by its id. */
  readonly input: object;
  /** The version of the code. */
  readonly code: string;
  /** The version of the saga's subject before the run. */
  readonly version: number;
  /** True when the subject recorded an event, which keeps the input. */
  readonly recorded: boolean;
}

/** What a run decided. */
interface Decided {
  readonly repliesTo: LogEntry | undefined;
  readonly planned: readonly Send[];
}

/** Of many decisions the log keeps the first and the last ones. */
const KEPT_FIRST = 20;
const KEPT_LAST = 40;
/** Any caller can send what is refused. */
const KEPT_REFUSALS = 5;

/** `refused`: code of the error. */
export function decisionOf(
  { at, context }: Pick<Tx, 'at' | 'context'>,
  { name, input, code, version, recorded }: Given,
  { repliesTo, planned }: Decided,
  refused?: string,
): KeptDecision {
  const isRefused = refused !== undefined;
  const { messageId: id, userId: by } = context;
  return {
    given: name,
    version,
    ...(repliesTo && { answers: labelOf(repliesTo) }),
    ...(repliesTo && repliesTo.attempt > 1 && { attempt: repliesTo.attempt }),
    ...(!isRefused && planned.length > 0 && { sent: planned.map(labelOf) }),
    ...(isRefused && { refused }),
    ...((isRefused || !recorded) && {
      kept: { input, at: at.toISOString(), id, ...(by !== undefined && { by }), code },
    }),
  };
}

export function withDecision(
  decisions: readonly KeptDecision[],
  decision: KeptDecision,
): readonly KeptDecision[] {
  const all = [...decisions, decision];
  if (decision.refused !== undefined) {
    const refusals = all.filter(({ refused }) => refused !== undefined);
    const tooMany = new Set(refusals.slice(0, -KEPT_REFUSALS));
    return all.filter((one) => !tooMany.has(one));
  }
  const made = all.filter(({ refused }) => refused === undefined);
  if (made.length <= KEPT_FIRST + KEPT_LAST) return all;
  const [left, next] = made.slice(KEPT_FIRST, KEPT_FIRST + 2);
  const dropped = 1 + (left?.dropped ?? 0);
  return all.filter((one) => one !== left).map((one) => (one === next ? { ...one, dropped } : one));
}
