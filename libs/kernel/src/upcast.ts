import { DomainError, defineErrors } from './errors.js';

export const upcastErrors = defineErrors({
  EVENT_TOO_NEW: {
    status: 422,
    description: 'A stored event was written by a newer release of the service.',
  },
});

/** What an event's data of one version is in the next: pure, and never changed once it was released. */
export type Upcast = (data: never) => unknown;

/**
 * For each type of event that has changed, the steps from version 1 on: `steps[0]` makes version 2 of version 1. The newest version
 * is one more than there are steps; a type that is not named has version 1 only.
 */
export type Upcasters<Type extends string = string> = Readonly<Partial<Record<Type, readonly Upcast[]>>>;

export function newestVersion(upcasters: Upcasters, type: string): number {
  return (upcasters[type]?.length ?? 0) + 1;
}

/**
 * The data in its newest shape. Throws EVENT_TOO_NEW when it was written by newer code than this: while a release is rolled out,
 * the same act succeeds where the new code runs.
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
