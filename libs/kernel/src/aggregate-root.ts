/** A fact of one aggregate, in the past tense. `type` is its name in the store; `at` the instant of the decision. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly at: Date;
}

/** How one event changes the state: pure, and the only place where state changes (Chassaing's decider). */
export type Evolve<State, Event extends DomainEvent> = (state: State, event: Event) => State;

type DataOf<Event extends DomainEvent, Type extends Event['type']> = Extract<Event, { type: Type }>['data'];

/**
 * The consistency boundary of an event-sourced model. Acts of a subclass check the rules and then call `record`, the only
 * mutator: it evolves the state and remembers the event until the repository takes it.
 */
export abstract class AggregateRoot<State, Event extends DomainEvent> {
  readonly #recorded: Event[] = [];
  #state: State;

  constructor(
    readonly id: string,
    state: State,
    /** Number of events that `state` was folded from: the expected version of the next append. */
    readonly version: number,
    private readonly evolve: Evolve<State, Event>,
  ) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  /** Events decided since the load, oldest first. */
  get recorded(): readonly Event[] {
    return this.#recorded;
  }

  protected record<Type extends Event['type']>(type: Type, data: DataOf<Event, Type>, at: Date): void {
    const event = { type, data, at } as unknown as Event;
    this.#state = this.evolve(this.#state, event);
    this.#recorded.push(event);
  }
}

/** The state after all events, starting from `initial`. */
export function fold<State, Event extends DomainEvent>(
  evolve: Evolve<State, Event>,
  initial: State,
  events: Iterable<Event>,
): State {
  let state = initial;
  for (const event of events) state = evolve(state, event);
  return state;
}
