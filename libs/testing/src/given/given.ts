import { deepStrictEqual, equal } from 'node:assert/strict';
import { type AggregateRoot, type DomainEvent, type Evolve, codeOf, fold } from '@waybill/kernel';

interface Subject<State, Event extends DomainEvent, Root extends AggregateRoot<State, Event>> {
  readonly id: string;
  readonly evolve: Evolve<State, Event>;
  create(id: string, state: State | undefined, version: number): Root;
}

/** An event without its time: specs use one clock, and compare whole events. */
export type Told<Event extends DomainEvent> = Event extends DomainEvent ? Omit<Event, 'at'> : never;

/**
 * Specifications of an aggregate: given past events, when a method is called, then these events follow, or this refusal, or
 * nothing (the format is Greg Young's).
 */
export function specify<State, Event extends DomainEvent, Root extends AggregateRoot<State, Event>>(
  subject: Subject<State, Event, Root>,
  at: Date,
) {
  return {
    given: (...history: readonly Told<Event>[]) => ({
      when(act: (root: Root) => void) {
        const events = history.map((event) => ({ ...event, at }) as unknown as Event);
        const run = (): readonly Event[] => {
          const state = events.length > 0 ? fold(subject.evolve, events) : undefined;
          const root = subject.create(subject.id, state, events.length);
          act(root);
          return root.recorded;
        };
        return {
          then: (...expected: readonly Told<Event>[]) =>
            deepStrictEqual(
              run(),
              expected.map((event) => ({ ...event, at })),
            ),
          thenNothing: () => deepStrictEqual(run(), []),
          thenThrows: (code: string) => {
            let thrown = 'nothing';
            try {
              run();
            } catch (error) {
              thrown = codeOf(error);
            }
            equal(thrown, code);
          },
        };
      },
    }),
  };
}
