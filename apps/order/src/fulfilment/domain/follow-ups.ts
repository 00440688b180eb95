import type { RefundSubject } from '../../orders/domain/refunds.js';

/** Returned units go back to stock, then their money is refunded. */
export type FollowUpStep = 'restock' | 'refund';

/**
 * Refunds and returns in progress, by refund id. The first open step is in flight. None is given up: each command is sent again until it
 * succeeds.
 */
export type FollowUps = Readonly<Record<string, FollowUp>>;

export interface FollowUp {
  readonly about: RefundSubject;
  readonly open: readonly FollowUpStep[];
  /** How often the command in flight was sent; 0 while the follow-up is on hold. */
  readonly attempt: number;
}

export interface FollowUpSend {
  readonly step: FollowUpStep;
  readonly item: string;
  readonly attempt: number;
}

export interface FollowUpDecision {
  readonly followUps: FollowUps;
  readonly send: readonly FollowUpSend[];
  /** The follow-up whose last step is done now. */
  readonly completed?: FollowUp;
}

export function begin(
  followUps: FollowUps,
  id: string,
  { about, open }: Pick<FollowUp, 'about' | 'open'>,
): FollowUpDecision {
  return goOn(followUps, id, { about, open, attempt: 1 });
}

/** Undefined if the step is not in flight: its reply was already handled. */
export function done(followUps: FollowUps, id: string, step: FollowUpStep): FollowUpDecision | undefined {
  const known = followUps[id];
  if (known?.open[0] !== step) return undefined;
  return goOn(followUps, id, { ...known, open: known.open.slice(1), attempt: 1 });
}

/** Puts a follow-up on hold until there is money to refund. */
export function hold(
  followUps: FollowUps,
  id: string,
  { about, open }: Pick<FollowUp, 'about' | 'open'>,
): FollowUps {
  return { ...followUps, [id]: { about, open, attempt: 0 } };
}

/** Sends the first command of each follow-up that is on hold. */
export function release(followUps: FollowUps): FollowUpDecision {
  return sendAgain(followUps, ({ attempt }) => attempt === 0);
}

/** Sends every command in flight again. */
export function resend(followUps: FollowUps): FollowUpDecision {
  return sendAgain(followUps, ({ attempt }) => attempt > 0);
}

function sendAgain(followUps: FollowUps, isMeant: (followUp: FollowUp) => boolean): FollowUpDecision {
  const next = Object.entries(followUps).map(
    ([id, one]) => [id, isMeant(one) ? { ...one, attempt: one.attempt + 1 } : one] as const,
  );
  return {
    followUps: Object.fromEntries(next),
    send: next
      .filter(([id, one]) => one !== followUps[id])
      .flatMap(([item, { open, attempt }]) => open.slice(0, 1).map((step) => ({ step, item, attempt }))),
  };
}

function goOn(followUps: FollowUps, id: string, followUp: FollowUp): FollowUpDecision {
  const [step] = followUp.open;
  if (step)
    return {
      followUps: { ...followUps, [id]: followUp },
      send: [{ step, item: id, attempt: followUp.attempt }],
    };
  const { [id]: _, ...others } = followUps;
  return { followUps: others, send: [], completed: followUp };
}
