import { DomainError, newestVersion, upcast, commonErrors } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { Definition, Done, Send, Signal } from './definition.js';
import { answered, doneOf, labelOf, sent } from './log.js';
import { type LogEntry, type Resolution, type Saga, sagas, withDeadline } from './saga.js';
import { sagaErrors } from './saga.errors.js';

/** Whatever has a saga, locked together with it: its row is loaded with the unit and saved by the process manager. */
export interface Unit {
  saga: Saga | undefined;
}

/** A message that may be an answer to one of the saga's commands. */
export interface Answer {
  readonly type: string;
  readonly causationId: string;
}

/** What an operator says of a step that was done by hand, by its name in the log: `undo capture`. */
export interface ByHand extends Omit<Resolution, 'at'> {
  readonly step: string;
}

/** A compensation is sent again after this time, and then after twice as long each time: for as long as it takes. */
const UNDO_PATIENCE_MS = 30_000;
const MOST_DOUBLINGS = 4;

/** Runs a saga in the transaction of whatever concerns it: inputs in; commands, acts on its subject and its row out. */
export class ProcessManager<U extends Unit, State, Input, Act, Step extends string = string> {
  constructor(private readonly definition: Definition<U, State, Input, Act, Step>) {}

  /** Something happened that nobody was asked for, such as an event of the saga's own subject. The first begins the saga. */
  tell(tx: Tx, unit: U, input: Input): void {
    this.decide(tx, unit, unit.saga ?? this.begin(tx, unit), input);
  }

  /** A reply is matched by its cause, the command in the log; anything else is not ours. */
  hear(tx: Tx, unit: U, input: Input, answer: Answer): void {
    const { saga } = unit;
    const { type, causationId } = answer;
    if (!saga || !this.hasAsked(unit, answer)) return;
    this.decide(tx, unit, { ...saga, log: answered(saga.log, causationId, type, tx.at) }, input);
  }

  /** True when the message answers one of the saga's commands. */
  hasAsked({ saga }: Unit, { causationId }: Answer): boolean {
    return saga?.log.some(({ commandId }) => commandId === causationId) ?? false;
  }

  /** The time has come to look whether something is overdue. */
  wake(tx: Tx, unit: U): void {
    const { saga } = unit;
    if (!saga?.wakeAt || saga.wakeAt > tx.at) return;
    // This waking is over; the next one is the deadline's own.
    const awake = withDeadline({ ...saga, wakeAt: null }, saga.deadline);
    if (saga.deadline && saga.deadline <= tx.at) this.decide(tx, unit, awake, { type: 'overdue' });
    else tx.save(sagas, (unit.saga = awake));
  }

  /** An operator has what is in flight sent again, now. Throws SAGA_AT_REST. */
  retry(tx: Tx, unit: U, by: string): void {
    this.decide(tx, unit, inFlight(unit), { type: 'retry' }, by);
  }

  /** An operator has done by hand what no service will: it counts as answered. Throws SAGA_AT_REST, STEP_NOT_IN_FLIGHT. */
  resolve(tx: Tx, unit: U, { step: label, by, note }: ByHand): void {
    const saga = inFlight(unit);
    const last = saga.log.findLast(({ step }) => step === label);
    const input = last && this.definition.resolved(unit, doneOf(label) as Done<Step>);
    const state = this.stateOf(saga);
    if (!input || this.definition.decide(state, input).state === state) {
      const inLog = [...new Set(saga.log.map(({ step }) => step))].join('", "');
      const message = `"${label}" is not in flight, or nothing to be done by hand; the log has "${inLog}"`;
      throw new DomainError(sagaErrors.STEP_NOT_IN_FLIGHT, message);
    }
    const resolved = { by, note, at: tx.at.toISOString() };
    const log = saga.log.map((entry) => (entry === last ? { ...entry, resolved } : entry));
    this.decide(tx, unit, { ...saga, log }, input);
  }

  private decide(tx: Tx, unit: U, saga: Saga, input: Input | Signal, by?: string): void {
    const { definition } = this;
    const { state, act, send = [] } = definition.decide(this.stateOf(saga), input);
    if (act !== undefined) definition.perform(unit, act, tx.at);
    const entries = send.map((what) => this.send(tx, unit, state, what, by));
    const status = definition.statusOf(state);
    const log = entries.reduce(sent, saga.log);
    const decided: Saga = { ...saga, version: this.version, state, status, log, updatedAt: tx.at };
    const attempt = send.at(-1)?.attempt ?? saga.attempt;
    unit.saga =
      status === 'ended'
        ? withDeadline({ ...decided, attempt: 0 }, null)
        : withDeadline({ ...decided, attempt }, this.dueOf(send, saga.deadline, tx.at));
    tx.save(sagas, unit.saga);
  }

  private send(tx: Tx, unit: U, state: State, what: Send<Step>, by: string | undefined): LogEntry {
    const { steps, idOf, reasonOf } = this.definition;
    const command = what.undo ? steps[what.step].undo : steps[what.step].ask;
    if (!command) throw new Error(`nothing takes back the step "${what.step}"`);
    const { type, data } = command;
    const why = { reason: reasonOf(unit, state), item: what.item };
    const commandId = tx.publish(type, idOf(unit), data(unit, why));
    return {
      step: labelOf(what),
      attempt: what.attempt,
      commandId,
      command: type.type,
      sentAt: tx.at.toISOString(),
      ...(by === undefined ? {} : { by }),
    };
  }

  /** When the first of these commands is overdue. What is in flight always has a time to look. */
  private dueOf(send: readonly Send<Step>[], deadline: Date | null, at: Date): Date {
    const { steps } = this.definition;
    if (send.length === 0 && deadline && deadline > at) return deadline;
    const patience = send.map(({ step, undo, attempt }) => {
      const once = undo ? UNDO_PATIENCE_MS : steps[step].patienceMs;
      return once * 2 ** Math.min(attempt - 1, MOST_DOUBLINGS);
    });
    return new Date(at.getTime() + (patience.length > 0 ? Math.min(...patience) : UNDO_PATIENCE_MS));
  }

  private begin(tx: Tx, unit: U): Saga {
    const { name, initial, idOf } = this.definition;
    return {
      id: idOf(unit),
      name,
      version: this.version,
      tenant: tx.context.tenant,
      status: 'running',
      state: initial,
      log: [],
      attempt: 0,
      deadline: null,
      wakeAt: null,
      startedAt: tx.at,
      updatedAt: tx.at,
    };
  }

  /** Throws EVENT_TOO_NEW when newer code has decided on it: while a release is rolled out, the same succeeds there. */
  private stateOf({ version, state }: Saga): State {
    const { name, upcasters = [] } = this.definition;
    return upcast({ [name]: upcasters }, name, version, state) as State;
  }

  private get version(): number {
    const { name, upcasters = [] } = this.definition;
    return newestVersion({ [name]: upcasters }, name);
  }
}

function inFlight({ saga }: Unit): Saga {
  if (!saga) throw new DomainError(commonErrors.NOT_FOUND, 'there is no saga');
  if (saga.status === 'ended')
    throw new DomainError(sagaErrors.SAGA_AT_REST, `nothing of saga ${saga.id} is in flight`);
  return saga;
}
