import { DomainError, defineErrors } from './errors.js';

export const upcastErrors = defineErrors({
  EVENT_TOO_NEW: {
    status: 422,
    description: 'A stored event was written by a newer release of the service.',
  },
});

/** Converts an event's data to the next version. Pure, and never changed after its release. */
export type Upcast = (data: never) => unknown;

/**
 * For each event type that has changed, the steps from version 1 on: `steps[0]` converts version 1 to version 2. The newest version
 * is the number of steps plus one. A type without an entry has version 1 only.
 */
export type Upcasters<Type extends string = string> = Readonly<Partial<Record<Type, readonly Upcast[]>>>;

export function newestVersion(upcasters: Upcasters, type: string): number {
  return (upcasters[type]?.length ?? 0) + 1;
}

/**
 * The data in the newest version. Throws EVENT_TOO_NEW if a newer release wrote it: during a rolling deployment, the same command
 * succeeds on an instance of that release.
 */
export function upcast(upcasters: Upcasters, type: string, version: number, data: unknown): unknown {
  const steps = upcasters[type] ?? [];
  if (version > steps.length + 1)
    throw new DomainError(
      upcastErrors.EVENT_TOO_NEW,
      `${type} is known up to version ${steps.length + 1}, not ${version}`,
      {
        version,
      },
    );
  return steps.slice(version - 1).reduce<unknown>((older, step) => step(older as never), data);
}
