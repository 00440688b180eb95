import type { MessageType, Upcast } from '@waybill/kernel';

/** A command of a step and the data that it takes from the unit. */
export interface Command<Unit> {
  readonly type: MessageType;
  readonly data: (unit: Unit, why: Why) => unknown;
}

export interface Why {
  /** Why the saga turns back, for those who compensate. */
  readonly reason: string;
  /** Which one, where a step is taken for several things: a return's id. */
  readonly item: string | undefined;
}

export function command<Unit, Data>(
  type: MessageType<string, Data>,
  data: (unit: Unit, why: Why) => NoInfer<Data>,
): Command<Unit> {
  return { type, data };
}

export interface StepCommands<Unit> {
  readonly ask: Command<Unit>;
  /** Takes back what `ask` did; absent where nothing can. */
  readonly undo?: Command<Unit>;
  /** How long an answer to `ask` is waited for before the saga is told that it is overdue. */
  readonly patienceMs: number;
}

/** A command to be sent. */
export interface Send<Step extends string = string> {
  readonly step: Step;
  readonly undo: boolean;
  /** 1 for the first time; each further time is waited for twice as long. */
  readonly attempt: number;
  readonly item?: string;
}

/** A step that was done by hand, or taken back by hand. */
export type Done<Step extends string = string> = Pick<Send<Step>, 'step' | 'undo' | 'item'>;

export interface Decision<State, Act, Step extends string = string> {
  readonly state: State;
  readonly send?: readonly Send<Step>[];
  /** What happens to the saga's own subject. */
  readonly act?: Act;
}

/** What the process manager itself tells a saga: its deadline is over; an operator wants what is in flight sent again. */
export type Signal = { readonly type: 'overdue' } | { readonly type: 'retry' };

/**
 * A saga: a pure `decide`, and what its words mean for the unit that it runs in, such as an order with its saga. States are
 * stored; when their shape changes, the newest step of `upcasters` makes the new one of the old.
 */
export interface Definition<Unit, State, Input, Act, Step extends string = string> {
  readonly name: string;
  readonly initial: State;
  readonly upcasters?: readonly Upcast[];
  readonly steps: Readonly<Record<Step, StepCommands<Unit>>>;
  /** Pure. Answers the very same state where the input changes nothing. */
  decide(state: State, input: Input | Signal): Decision<State, Act, Step>;
  /** `ended` when nothing is in flight. */
  statusOf(state: State): 'running' | 'compensating' | 'ended';
  idOf(unit: Unit): string;
  reasonOf(unit: Unit, state: State): string;
  /** Does to the subject what was decided. */
  perform(unit: Unit, act: Act, at: Date): void;
  /** What the saga is told when an operator has done a step by hand; undefined where that cannot be. */
  resolved(unit: Unit, done: Done<Step>): Input | undefined;
}
