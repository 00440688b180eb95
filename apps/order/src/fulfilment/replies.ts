import type { MessageType, Money } from '@waybill/kernel';
import type { Refusal } from '../orders/domain/lines.js';
import type { RefundSubject } from '../orders/domain/refunds.js';

/** What a reply means for its step. */
export type Meaning =
  | { readonly outcome: 'succeeded'; readonly fact: unknown }
  | { readonly outcome: 'refused'; readonly why: Refusal }
  | { readonly outcome: 'undone'; readonly refund?: Money }
  | { readonly outcome: 'undo-refused'; readonly why: Refusal }
  | { readonly outcome: 'undo-failed'; readonly about: RefundSubject }
  | { readonly outcome: 'waits' }
  | { readonly outcome: 'lost'; readonly why: Refusal };

/** A message type of a service, and what such a message means for a step. */
export interface Reply {
  readonly type: MessageType;
  /** Undefined if this message is not about the step. */
  meaning(data: unknown): Meaning | undefined;
}

function reply<Data>(type: MessageType<string, Data>, meaning: (data: Data) => Meaning | undefined): Reply {
  // Safe: the consumer has parsed the data with this type.
  return { type, meaning: meaning as (data: unknown) => Meaning | undefined };
}

/** The reply that a step succeeded. `fact`: the data that the order records. */
export interface Success<Fact> extends Reply {
  meaning(data: unknown): { readonly outcome: 'succeeded'; readonly fact: Fact };
}

export function succeeded<Data, Fact = undefined>(
  type: MessageType<string, Data>,
  fact: (data: Data) => Fact,
): Success<Fact> {
  return { type, meaning: (data) => ({ outcome: 'succeeded', fact: fact(data as Data) }) };
}

export function refused<Data>(type: MessageType<string, Data>, why: (data: Data) => Refusal): Reply {
  return reply(type, (data) => ({ outcome: 'refused', why: why(data) }));
}

/** The step was compensated. `of` returns the refund, if any; undefined if the message is about something else. */
export function undone<Data>(
  type: MessageType<string, Data>,
  of: (data: Data) => { readonly refund?: Money } | undefined = () => ({}),
): Reply {
  return reply(type, (data) => {
    const found = of(data);
    return found && { outcome: 'undone', ...found };
  });
}

/** The service refused the compensation, so the order continues. */
export function undoRefused<Data>(type: MessageType<string, Data>, why: (data: Data) => Refusal): Reply {
  return reply(type, (data) => ({ outcome: 'undo-refused', why: why(data) }));
}

/** The compensation failed and must be tried again. */
export function undoFailed<Data>(
  type: MessageType<string, Data>,
  about: (data: Data) => RefundSubject | undefined,
): Reply {
  return reply(type, (data) => {
    const found = about(data);
    return found ? { outcome: 'undo-failed', about: found } : undefined;
  });
}

/** The service will reply later, without a time limit. */
export function waits(type: MessageType): Reply {
  return reply(type, () => ({ outcome: 'waits' }));
}

/** The service undid its own step. */
export function lost<Data>(type: MessageType<string, Data>, why: (data: Data) => Refusal | undefined): Reply {
  return reply(type, (data) => {
    const found = why(data);
    return found && { outcome: 'lost', why: found };
  });
}
