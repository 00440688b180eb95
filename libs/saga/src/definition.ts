import type { MessageType, Upcast } from '@waybill/kernel';

/** A command of a step, and its data from the saga's subject. */
export interface Command<Subject> {
  readonly type: MessageType;
  readonly data: (subject: Subject, why: Why) => unknown;
}

export interface Why {
  /** Why the saga compensates. */
  readonly reason: string;
  /** Which one, where a step runs once for each of several things: the id of a refund, the revision of a change. */
  readonly item: string | undefined;
}

export function command<Subject, Data>(
  type: MessageType<string, Data>,
  data: (subject: Subject, why: Why) => NoInfer<Data>,
): Command<Subject> {
  return { type, data };
}

/** Names a command of the saga. */
export interface StepRef {
  readonly step: string;
  /** The compensation of the step. */
  readonly undo?: boolean;
  readonly item?: string;
}

/** A command to send. */
export interface Send extends StepRef {
  /** 1 for the first time. Each repetition waits twice as long for the answer. */
  readonly attempt: number;
}

/** What the saga sends for a step, and how long it waits for the answer before it counts as overdue. */
export interface Sending<Subject> {
  readonly command: Command<Subject>;
  readonly timeoutMs: number;
}

export interface Decision<State, Act> {
  readonly state: State;
  readonly send?: readonly Send[];
  /** What happens to the saga's subject, in this order. */
  readonly acts?: readonly Act[];
}

/** Inputs that every saga gets: its deadline has passed; an operator wants the command in flight sent again. */
export type Signal = { readonly type: 'overdue' } | { readonly type: 'retry' };

/**
 * A saga: a pure `decide`, and what its decisions mean for its subject, such as an order. States are stored: when their shape changes,
 * a new last step of `upcasters` migrates stored states to it.
 */
export interface Definition<Subject, State, Input, Act> {
  readonly name: string;
  readonly upcasters?: readonly Upcast[];
  /** The state in which the saga of this subject begins. */
  initial(subject: Subject): State;
  /** Pure. Returns the same state object when the input changes nothing. */
  decide(state: State, input: Input | Signal): Decision<State, Act>;
  /** Throws for a step that the process does not have. */
  sending(state: State, ref: StepRef): Sending<Subject>;
  /** `ended` when no command is in flight. */
  statusOf(state: State): 'running' | 'compensating' | 'ended';
  idOf(subject: Subject): string;
  reasonOf(subject: Subject, state: State): string;
  /** Applies an act to the subject. */
  perform(subject: Subject, act: Act, at: Date): void;
  /** The input that stands for a step done by an operator; undefined when only its service can do it. */
  resolved(subject: Subject, ref: StepRef): Input | undefined;
}
