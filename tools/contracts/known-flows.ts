import { ASKED, type Follows } from './follows.js';

/** Which message types follow from which, as stored in `flows.json`. */
export type StoredFlows = Readonly<Record<string, readonly string[]>>;

/** A handler or a sender of a message type. */
export interface Part {
  readonly service: string;
  readonly type: string;
}

/**
 * Merges the flows of these simulated runs with those of earlier runs. Whether a run has a rare flow depends on timing, so a flow stays
 * as long as a service consumes the first message and sends the second. If a handler no longer has a flow, delete it from the file.
 */
export function withKnown(
  known: StoredFlows,
  found: Follows,
  { handlers, senders }: { readonly handlers: readonly Part[]; readonly senders: readonly Part[] },
): Follows {
  const isPossible = (before: string, after: string): boolean =>
    senders.some(
      ({ service, type }) =>
        type === after &&
        (before === ASKED ||
          handlers.some((handler) => handler.type === before && handler.service === service)),
    );
  const merged = new Map<string, Set<string>>();
  const add = (before: string, after: string): void =>
    void merged.set(before, (merged.get(before) ?? new Set()).add(after));
  for (const [before, all] of found) for (const after of all) add(before, after);
  for (const [before, all] of Object.entries(known))
    for (const after of all) if (isPossible(before, after)) add(before, after);
  return merged;
}

/** In alphabetical order, so that the file changes only where a flow does. */
export function storedFlows(flows: Follows): StoredFlows {
  return Object.fromEntries([...flows].map(([before, all]) => [before, [...all].sort()] as const).sort());
}
