/** `failed`: refused for good. A mail server that is away leaves a mail `queued` for as long as it takes. */
export type Status = 'queued' | 'sent' | 'failed';

export interface Notification {
  readonly status: Status;
  readonly sentAt: Date | null;
  readonly error: string | null;
}

/** What the mail server made of a mail. */
export type Outcome =
  | { readonly status: 'sent' }
  /** Refused in a way that no other try can change. */
  | { readonly status: 'failed'; readonly error: string };

/** Answers the very same object when the end is on record already: an attempt may be made twice. */
export function settle<N extends Notification>(notification: N, outcome: Outcome, at: Date): N {
  if (notification.status !== 'queued') return notification;
  return outcome.status === 'sent'
    ? { ...notification, status: 'sent', sentAt: at }
    : { ...notification, status: 'failed', error: outcome.error };
}
