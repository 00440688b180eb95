import { DomainError, commonErrors, frozen, newestVersion, upcast } from '@waybill/kernel';
import type { Definition, Send, Signal } from './definition.js';
import { sagaErrors } from './saga.errors.js';
import { answered, labelOf, newestLog, sameStep } from './log.js';
import { type LogEntry, type Resolution, type Saga, withDeadline } from './saga.js';

/** A message that may be the reply to one of the saga's commands. */
export interface Reply {
  readonly type: string;
  readonly causationId: string;
}

/** A step that an operator has done by hand, by its label in the log: `undo capture`. */
export interface ByHand extends Omit<Resolution, 'at'> {
  readonly step: string;
}

/** Time and tenant of the run. */
export interface RunContext {
  readonly at: Date;
  readonly tenant: string;
}

/** A command that is not sent yet. */
export interface PlannedCommand extends Send {
  /** The operator who retried it. */
  readonly by?: string;
}

/** A compensation is retried after this time, then after twice as long each time, without limit. */
const UNDO_TIMEOUT_MS = 30_000;
const MOST_DOUBLINGS = 4;

/**
 * A saga within one unit of work. It receives inputs and produces commands, actions on its subject and a new row. It does no I/O:
 * `saveSaga` writes the result.
 */
export class SagaRun<Subject, State, Input, Action> {
  #saga: Saga | undefined;
  #changed = false;
  #repliesTo: LogEntry | undefined;
  readonly #planned: PlannedCommand[] = [];

  constructor(
    readonly definition: Definition<Subject, State, Input, Action>,
    readonly subject: Subject,
    saga: Saga | undefined,
    private readonly context: RunContext,
  ) {
    this.#saga = saga && { ...saga, log: newestLog(saga.log) };
  }

  /** The saga after all inputs so far. The commands of this run are not in its log yet. */
  get saga(): Saga | undefined {
    return this.#saga;
  }

  /** The current state, or the initial state if there is no saga yet. */
  get state(): State {
    return this.#saga ? this.stateOf(this.#saga) : this.definition.initial(this.subject);
  }

  get hasChanged(): boolean {
    return this.#changed;
  }

  get planned(): readonly PlannedCommand[] {
    return this.#planned;
  }

  /** The command that the message of this run answers. */
  get repliesTo(): LogEntry | undefined {
    return this.#repliesTo;
  }

  /** Handles an input that is no reply, such as an event of the subject. The first one starts the saga. */
  handle(input: Input): void {
    this.decide(this.#saga ?? this.begin(), input);
  }

  /** The command that this message replies to, if it is one of this saga's. */
  commandOf({ causationId }: Reply): LogEntry | undefined {
    return this.#saga?.log.find(({ commandId }) => commandId === causationId);
  }

  /** Handles a reply to a command of this saga. */
  receive(input: Input, reply: Reply): void {
    this.logReply(reply);
    if (this.#saga) this.decide(this.#saga, input);
  }

  /** Logs a reply that changes nothing. */
  logReply({ type, causationId }: Reply): void {
    if (!this.#saga) return;
    this.#repliesTo = this.commandOf({ type, causationId });
    this.change({ ...this.#saga, log: answered(this.#saga.log, causationId, type, this.context.at) });
  }

  /** The timer fired: checks whether the command in flight is overdue. */
  wake(): void {
    const saga = this.#saga;
    const { at } = this.context;
    if (!saga?.wakeAt || saga.wakeAt > at) return;
    // This wake-up is done. The next one is at the deadline.
    const awake = withDeadline({ ...saga, wakeAt: null }, saga.deadline);
    if (saga.deadline && saga.deadline <= at) this.decide(awake, { type: 'overdue' });
    else this.change(awake);
  }

  /** Sends the command in flight again, for an operator. Throws NOT_FOUND and SAGA_AT_REST. */
  retry(by: string): void {
    this.decide(this.inFlight(), { type: 'retry' }, by);
  }

  /** Marks a step as done by an operator. Throws NOT_FOUND, SAGA_AT_REST and STEP_NOT_IN_FLIGHT. */
  resolve({ step: label, by, note }: ByHand): void {
    const saga = this.inFlight();
    const last = saga.log.findLast((entry) => labelOf(entry) === label);
    const input = last && this.definition.resolved(this.subject, last);
    const state = this.stateOf(saga);
    if (!input || this.definition.decide(state, input).state === state) {
      const labels = [...new Set(saga.log.map(labelOf))].join('", "');
      const message = `"${label}" is not in flight, or cannot be done by hand. The log has "${labels}".`;
      throw new DomainError(sagaErrors.STEP_NOT_IN_FLIGHT, message);
    }
    const resolved = { by, note, at: this.context.at.toISOString() };
    const log = saga.log.map((entry) => (entry === last ? { ...entry, resolved } : entry));
    this.decide({ ...saga, log }, input);
  }

  private decide(saga: Saga, input: Input | Signal, by?: string): void {
    const { definition, subject } = this;
    const { at } = this.context;
    const { state, actions = [], send = [] } = frozen(definition.decide(this.stateOf(saga), input));
    const status = definition.statusOf(state);
    const decided: Saga = { ...saga, version: this.version, state, status, updatedAt: at };
    const attempt = send.at(-1)?.attempt ?? saga.attempt;
    const next =
      status === 'ended'
        ? withDeadline({ ...decided, attempt: 0 }, null)
        : withDeadline({ ...decided, attempt }, this.deadlineOf(state, send, saga.deadline));
    this.change(next);
    for (const one of send) this.plan({ ...one, ...(by !== undefined && { by }) });
    // Last, because an action on the subject may cause the next input.
    for (const action of actions) definition.perform(subject, action, at);
  }

  /** Replaces an earlier command for the same step: only the last one is sent. */
  private plan(command: PlannedCommand): void {
    const known = this.#planned.findIndex((other) => sameStep(other, command));
    if (known >= 0) this.#planned.splice(known, 1);
    this.#planned.push(command);
  }

  private change(saga: Saga): void {
    this.#saga = saga;
    this.#changed = true;
  }

  /** When the first of these commands becomes overdue. A saga with a command in flight always has a deadline. */
  private deadlineOf(state: State, send: readonly Send[], deadline: Date | null): Date {
    const { at } = this.context;
    if (send.length === 0 && deadline && deadline > at) return deadline;
    const timeouts = send.map((one) => {
      const once = one.undo ? UNDO_TIMEOUT_MS : this.definition.sending(state, one).timeoutMs;
      return once * 2 ** Math.min(one.attempt - 1, MOST_DOUBLINGS);
    });
    return new Date(at.getTime() + (timeouts.length > 0 ? Math.min(...timeouts) : UNDO_TIMEOUT_MS));
  }

  private begin(): Saga {
    const { name, initial, idOf } = this.definition;
    const { at, tenant } = this.context;
    return {
      id: idOf(this.subject),
      name,
      version: this.version,
      tenant,
      status: 'running',
      state: initial(this.subject),
      log: [],
      decisions: [],
      attempt: 0,
      deadline: null,
      wakeAt: null,
      startedAt: at,
      updatedAt: at,
    };
  }

  private inFlight(): Saga {
    if (!this.#saga) throw new DomainError(commonErrors.NOT_FOUND, 'There is no saga.');
    if (this.#saga.status === 'ended')
      throw new DomainError(sagaErrors.SAGA_AT_REST, `Saga ${this.#saga.id} has no command in flight.`);
    return this.#saga;
  }

  /** Throws EVENT_TOO_NEW if a newer release wrote the state. During a rolling deployment, an instance of that release handles the input. */
  private stateOf({ version, state }: Saga): State {
    const { name, upcasters = [] } = this.definition;
    return upcast({ [name]: upcasters }, name, version, state) as State;
  }

  private get version(): number {
    const { name, upcasters = [] } = this.definition;
    return newestVersion({ [name]: upcasters }, name);
  }
}
