import { DomainError, type ErrorType } from '@waybill/kernel';
import { eventStoreErrors } from './event-store.errors.js';
import type { Stream } from './tables.js';

/**
 * Throws if these cannot be all events after `from`: STREAM_EMPTY, STREAM_NOT_BEGUN if the first is none of `begunBy`, and
 * STREAM_GAP if a version is missing. A state folded from a broken stream would be wrong.
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
