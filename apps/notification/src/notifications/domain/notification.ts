/** `failed`: rejected permanently. While the mail server is not available, a mail stays `queued`, without a time limit. */
export type Status = 'queued' | 'sent' | 'failed';

export interface Notification {
  readonly status: Status;
  readonly sentAt: Date | null;
  readonly error: string | null;
}

/** The final result of sending a mail. */
export type Outcome =
  | { readonly status: 'sent' }
  /** Rejected permanently: a retry would not help. */
  | { readonly status: 'failed'; readonly error: string };

/** The outcome of a mail whose customer was erased before it was sent. */
export const ERASED = { status: 'failed', error: 'the customer was erased' } as const satisfies Outcome;

/** Returns the same object if the outcome is already recorded, because a mail may be sent twice. */
export function settle<N extends Notification>(notification: N, outcome: Outcome, at: Date): N {
  if (notification.status !== 'queued') return notification;
  return outcome.status === 'sent'
    ? { ...notification, status: 'sent', sentAt: at }
    : { ...notification, status: 'failed', error: outcome.error };
}
