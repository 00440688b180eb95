import { frozen } from './frozen.js';

/** A fact of one aggregate, in the past tense. `type` is its name in the store; `at` the instant of the decision. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly at: Date;
}

/**
 * The state after one event: pure, and the only place where state changes (Chassaing's decider). The first event finds no state.
 */
export type Evolve<State, Event extends DomainEvent> = (state: State | undefined, event: Event) => State;

type DataOf<Event extends DomainEvent, Type extends Event['type']> = Extract<Event, { type: Type }>['data'];

/**
 * The consistency boundary of an event-sourced model. Acts of a subclass check the rules and then call `record`, the only
 * mutator: it evolves the state and remembers the event until the repository takes it.
 */
export abstract class AggregateRoot<State, Event extends DomainEvent> {
  readonly #recorded: Event[] = [];
  #state: State | undefined;

  constructor(
    readonly id: string,
    /** Undefined for a new aggregate, whose first event makes its state. */
    state: State | undefined,
    /** Number of events that `state` was folded from: the expected version of the next append. */
    readonly version: number,
    private readonly evolve: Evolve<State, Event>,
  ) {
    this.#state = state;
  }

  /** Throws when nothing has happened to the aggregate yet. */
  get state(): State {
    if (this.#state === undefined) throw new Error(`${this.id} has no events, and so no state`);
    return this.#state;
  }

  /** Events decided since the load, oldest first. */
  get recorded(): readonly Event[] {
    return this.#recorded;
  }

  protected record<Type extends Event['type']>(type: Type, data: DataOf<Event, Type>, at: Date): void {
    const event = frozen({ type, data, at }) as unknown as Event;
    this.#state = frozen(this.evolve(this.#state, event));
    this.#recorded.push(event);
  }
}

/** The state after all events: of a whole stream, or from `state` on. Throws when there is neither. */
export function fold<State, Event extends DomainEvent>(
  evolve: Evolve<State, Event>,
  events: Iterable<Event>,
  state?: State,
): State {
  for (const event of events) state = frozen(evolve(state, frozen(event)));
  if (state === undefined) throw new Error('there are no events to fold');
  return state;
}
