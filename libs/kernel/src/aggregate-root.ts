import { frozen } from './frozen.js';

/** A fact about one aggregate, in the past tense. `type` is its stored name; `at` is the time of the decision. */
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
 * The consistency boundary of an event-sourced model. Methods of a subclass check the rules and then call `record`, the only
 * method that changes the state. It keeps the event until the repository saves it.
 */
export abstract class AggregateRoot<State, Event extends DomainEvent, Id extends string = string> {
  readonly #recorded: Event[] = [];
  #state: State | undefined;

  constructor(
    readonly id: Id,
    /** Undefined for a new aggregate; its first event creates the state. */
    state: State | undefined,
    /** Number of events that `state` was folded from: the expected version of the next append. */
    readonly version: number,
    private readonly evolve: Evolve<State, Event>,
  ) {
    this.#state = state;
  }

  /** Throws if the aggregate has no events yet. */
  get state(): State {
    if (this.#state === undefined) throw new Error(`${this.id} has no events, and so no state`);
    return this.#state;
  }

  /** Events recorded since the load, oldest first. */
  get recorded(): readonly Event[] {
    return this.#recorded;
  }

  protected record<Type extends Event['type']>(type: Type, data: DataOf<Event, Type>, at: Date): void {
    const event = frozen({ type, data, at }) as unknown as Event;
    this.#state = frozen(this.evolve(this.#state, event));
    this.#recorded.push(event);
  }
}

/** Applies events to `state`, or to no state for a whole stream. Throws if there is neither a state nor an event. */
export function fold<State, Event extends DomainEvent>(
  evolve: Evolve<State, Event>,
  events: Iterable<Event>,
  state?: State,
): State {
  for (const event of events) state = frozen(evolve(state, frozen(event)));
  if (state === undefined) throw new Error('there are no events to fold');
  return state;
}
