import { DomainError, commonErrors, frozen, newestVersion, upcast } from '@waybill/kernel';
import type { Definition, Send, Signal } from './definition.js';
import { sagaErrors } from './saga.errors.js';
import { answered, labelOf, newestLog, sameStep } from './log.js';
import { type LogEntry, type Resolution, type Saga, withDeadline } from './saga.js';

/** A message that may answer one of the saga's commands. */
export interface Answer {
  readonly type: string;
  readonly causationId: string;
}

/** A step that an operator did, by its label in the log: `undo capture`. */
export interface ByHand extends Omit<Resolution, 'at'> {
  readonly step: string;
}

/** When and for whom the saga runs. */
export interface RunContext {
  readonly at: Date;
  readonly tenant: string;
}

/** A command that was decided and is not sent yet. */
export interface PlannedCommand extends Send {
  /** The operator who had it sent again. */
  readonly by?: string;
}

/** A compensation is repeated after this time, then after twice as long each time, without end. */
const UNDO_TIMEOUT_MS = 30_000;
const MOST_DOUBLINGS = 4;

/**
 * A saga within one unit of work: inputs in; commands, acts on its subject and a new row out. It decides and does no I/O: `saveSaga`
 * writes what it decided.
 */
export class SagaRun<Subject, State, Input, Act> {
  #saga: Saga | undefined;
  #changed = false;
  readonly #planned: PlannedCommand[] = [];

  constructor(
    readonly definition: Definition<Subject, State, Input, Act>,
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

  /** The decided state; that of a new saga when there is none. */
  get state(): State {
    return this.#saga ? this.stateOf(this.#saga) : this.definition.initial(this.subject);
  }

  get hasChanged(): boolean {
    return this.#changed;
  }

  get planned(): readonly PlannedCommand[] {
    return this.#planned;
  }

  /** An input that answers no command, such as an event of the subject. The first one begins the saga. */
  tell(input: Input): void {
    this.decide(this.#saga ?? this.begin(), input);
  }

  /** The command that a message answers, if it is one of this saga's. */
  commandOf({ causationId }: Answer): LogEntry | undefined {
    return this.#saga?.log.find(({ commandId }) => commandId === causationId);
  }

  /** An answer to a command of this saga. */
  hear(input: Input, answer: Answer): void {
    this.note(answer);
    if (this.#saga) this.decide(this.#saga, input);
  }

  /** An answer that changes nothing: it is logged. */
  note({ type, causationId }: Answer): void {
    if (!this.#saga) return;
    this.change({ ...this.#saga, log: answered(this.#saga.log, causationId, type, this.context.at) });
  }

  /** The timer fired: is something overdue? */
  wake(): void {
    const saga = this.#saga;
    const { at } = this.context;
    if (!saga?.wakeAt || saga.wakeAt > at) return;
    // This waking is done. The next one is that of the deadline.
    const awake = withDeadline({ ...saga, wakeAt: null }, saga.deadline);
    if (saga.deadline && saga.deadline <= at) this.decide(awake, { type: 'overdue' });
    else this.change(awake);
  }

  /** An operator has the command in flight sent again. Throws NOT_FOUND and SAGA_AT_REST. */
  retry(by: string): void {
    this.decide(this.inFlight(), { type: 'retry' }, by);
  }

  /** An operator did what no service will: it counts as answered. Throws NOT_FOUND, SAGA_AT_REST, STEP_NOT_IN_FLIGHT. */
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
    const { state, acts = [], send = [] } = frozen(definition.decide(this.stateOf(saga), input));
    const status = definition.statusOf(state);
    const decided: Saga = { ...saga, version: this.version, state, status, updatedAt: at };
    const attempt = send.at(-1)?.attempt ?? saga.attempt;
    const next =
      status === 'ended'
        ? withDeadline({ ...decided, attempt: 0 }, null)
        : withDeadline({ ...decided, attempt }, this.deadlineOf(state, send, saga.deadline));
    this.change(next);
    for (const one of send) this.plan({ ...one, ...(by !== undefined && { by }) });
    // Last, because what an act does to the subject may come back as the next input.
    for (const act of acts) definition.perform(subject, act, at);
  }

  /** A command that was planned before in this run is replaced: only the last one of a step is sent. */
  private plan(command: PlannedCommand): void {
    const known = this.#planned.findIndex((other) => sameStep(other, command));
    if (known >= 0) this.#planned.splice(known, 1);
    this.#planned.push(command);
  }

  private change(saga: Saga): void {
    this.#saga = saga;
    this.#changed = true;
  }

  /** When the first of these commands is overdue. A saga with a command in flight always has a deadline. */
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

  /** Throws EVENT_TOO_NEW when newer code made the state: during a rollout the same input succeeds where that code runs. */
  private stateOf({ version, state }: Saga): State {
    const { name, upcasters = [] } = this.definition;
    return upcast({ [name]: upcasters }, name, version, state) as State;
  }

  private get version(): number {
    const { name, upcasters = [] } = this.definition;
    return newestVersion({ [name]: upcasters }, name);
  }
}
