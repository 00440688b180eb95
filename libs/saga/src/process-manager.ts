import { newestVersion, upcast } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { Decision, Definition, Send, Signal } from './definition.js';
import { type LogEntry, type Saga, sagas, withDeadline } from './saga.js';

/** Whatever has a saga, locked together with it: its row is loaded with the unit and saved by the process manager. */
export interface Unit {
  saga: Saga | undefined;
}

/** A message that may be an answer to one of the saga's commands. */
export interface Answer {
  readonly type: string;
  readonly causationId: string;
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
  hear(tx: Tx, unit: U, input: Input, { type, causationId }: Answer): void {
    const { saga } = unit;
    if (!saga?.log.some(({ commandId }) => commandId === causationId)) return;
    this.decide(tx, unit, answered(saga, causationId, type, tx.at), input);
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

  private decide(tx: Tx, unit: U, saga: Saga, input: Input | Signal): void {
    const { definition } = this;
    const decision = definition.decide(this.stateOf(saga), input);
    const { state, act, send = [] } = decision;
    if (act !== undefined) definition.perform(unit, act, tx.at);
    const status = definition.statusOf(state);
    const sent = send.map((what) => this.send(tx, unit, decision, what));
    const log = sent.length > 0 ? [...saga.log, ...sent.map(({ entry }) => entry)] : saga.log;
    const decided = { ...saga, ...{ version: this.version, state, status, log, updatedAt: tx.at } };
    unit.saga =
      status === 'ended'
        ? withDeadline({ ...decided, attempt: 0 }, null)
        : withDeadline(
            { ...decided, attempt: send.at(-1)?.attempt ?? saga.attempt },
            dueOf(sent, saga, tx.at),
          );
    tx.save(sagas, unit.saga);
  }

  private send(
    tx: Tx,
    unit: U,
    { state }: Decision<State, Act, Step>,
    { step, undo, attempt, item }: Send<Step>,
  ) {
    const { steps, idOf, reasonOf } = this.definition;
    const commands = steps[step];
    const command = undo ? commands.undo : commands.ask;
    if (!command) throw new Error(`nothing takes back the step "${step}"`);
    const { type, data } = command;
    const commandId = tx.publish(type, idOf(unit), data(unit, { reason: reasonOf(unit, state), item }));
    const label = [...(undo ? ['undo'] : []), step, ...(item === undefined ? [] : [item])].join(' ');
    const entry: LogEntry = {
      ...{ step: label, attempt, commandId, command: type.type, sentAt: tx.at.toISOString() },
    };
    const patience =
      (undo ? UNDO_PATIENCE_MS : commands.patienceMs) * 2 ** Math.min(attempt - 1, MOST_DOUBLINGS);
    return { entry, due: new Date(tx.at.getTime() + patience) };
  }

  private begin(tx: Tx, unit: U): Saga {
    const { name, initial, idOf } = this.definition;
    return {
      ...{ id: idOf(unit), name, version: this.version, tenant: tx.context.tenant, status: 'running' },
      ...{
        state: initial,
        log: [],
        attempt: 0,
        deadline: null,
        wakeAt: null,
        startedAt: tx.at,
        updatedAt: tx.at,
      },
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

function answered(saga: Saga, causationId: string, answer: string, at: Date): Saga {
  const log = saga.log.map((entry): LogEntry =>
    entry.commandId === causationId && !entry.answer
      ? { ...entry, answer, answeredAt: at.toISOString() }
      : entry,
  );
  return { ...saga, log };
}

/** Of several commands the one that is overdue first. What is in flight always has a time to look. */
function dueOf(sent: readonly { readonly due: Date }[], { deadline }: Saga, at: Date): Date {
  const [first] = sent.map(({ due }) => due).sort((a, b) => a.getTime() - b.getTime());
  const ahead = deadline && deadline > at ? deadline : new Date(at.getTime() + UNDO_PATIENCE_MS);
  return first ?? ahead;
}
