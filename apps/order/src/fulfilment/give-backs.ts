/** What is done about goods that came back: entered into the stock, then paid back. */
export type GiveBackStep = 'restock' | 'refund';

/**
 * Returns under way, by their id, with the steps that are still open; the first of them is in flight. None of them is ever given
 * up: each is asked for until it is done.
 */
export type GiveBacks = Readonly<Record<string, GiveBack>>;

interface GiveBack {
  readonly open: readonly GiveBackStep[];
  readonly attempt: number;
}

export interface GiveBackSend {
  readonly step: GiveBackStep;
  readonly undo: false;
  readonly item: string;
  readonly attempt: number;
}

export interface GiveBackDecision {
  readonly giveBacks: GiveBacks;
  readonly send: readonly GiveBackSend[];
  /** Nothing is open of it any more. */
  readonly completed: boolean;
}

export function begin(giveBacks: GiveBacks, item: string, open: readonly GiveBackStep[]): GiveBackDecision {
  return goOn(giveBacks, item, { open, attempt: 1 });
}

/** Undefined where the step is not the one in flight: an answer that was heard before. */
export function done(giveBacks: GiveBacks, item: string, step: GiveBackStep): GiveBackDecision | undefined {
  const known = giveBacks[item];
  if (known?.open[0] !== step) return undefined;
  return goOn(giveBacks, item, { open: known.open.slice(1), attempt: 1 });
}

/** Everything in flight once more. */
export function again(giveBacks: GiveBacks): Pick<GiveBackDecision, 'giveBacks' | 'send'> {
  const next = Object.entries(giveBacks).map(
    ([item, { open, attempt }]) => [item, { open, attempt: attempt + 1 }] as const,
  );
  return {
    giveBacks: Object.fromEntries(next),
    send: next.flatMap(([item, { open, attempt }]) =>
      open.slice(0, 1).map((step) => ({ step, undo: false, item, attempt })),
    ),
  };
}

function goOn(giveBacks: GiveBacks, item: string, { open, attempt }: GiveBack): GiveBackDecision {
  const [step] = open;
  if (!step) {
    const { [item]: _, ...others } = giveBacks;
    return { giveBacks: others, send: [], completed: true };
  }
  return {
    giveBacks: { ...giveBacks, [item]: { open, attempt } },
    send: [{ step, undo: false, item, attempt }],
    completed: false,
  };
}
