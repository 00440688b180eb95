import { DomainError, type ErrorType } from '@waybill/kernel';
import { eventStoreErrors } from './event-store.errors.js';
import type { Stream } from './tables.js';

/**
 * Refuses what cannot be the stream's events behind `from`: STREAM_EMPTY, STREAM_NOT_BEGUN when none of `begunBy` is the first,
 * STREAM_GAP when a version is missing on the way to the stream's own. A state folded from them would be nobody's.
 */
export function refuseBroken(
  begunBy: readonly string[],
  { id, version }: Pick<Stream, 'id' | 'version'>,
  from: number,
  events: readonly { readonly version: number; readonly type: string | null }[],
): void {
  const refuse = (type: ErrorType, why: string): never => {
    throw new DomainError(type, `stream ${id} ${why}`);
  };
  if (from === 0 && events.length === 0) refuse(eventStoreErrors.STREAM_EMPTY, 'has no events');
  const first = from === 0 ? events[0]! : undefined;
  if (first && !begunBy.includes(first.type ?? '')) {
    refuse(eventStoreErrors.STREAM_NOT_BEGUN, `begins with ${first.type}, not with ${begunBy.join(' or ')}`);
  }
  const gap = events.findIndex((event, index) => event.version !== from + index + 1);
  if (gap !== -1 || from + events.length !== version) {
    refuse(
      eventStoreErrors.STREAM_GAP,
      `has a gap behind version ${from + (gap === -1 ? events.length : gap)}`,
    );
  }
}
