import type { MessageType, Upcast } from '@waybill/kernel';

/** The command of a step, and how its data follows from the saga's subject. */
export interface Command<Subject> {
  readonly type: MessageType;
  readonly data: (subject: Subject, why: Why) => unknown;
}

export interface Why {
  /** Why the saga compensates. */
  readonly reason: string;
  /** For a step that runs once per item: the id of a refund, the revision of a change. */
  readonly item: string | undefined;
}

export function command<Subject, Data>(
  type: MessageType<string, Data>,
  data: (subject: Subject, why: Why) => NoInfer<Data>,
): Command<Subject> {
  return { type, data };
}

/** Identifies a command of the saga. */
export interface StepRef {
  readonly step: string;
  /** True for the compensation of the step. */
  readonly undo?: boolean;
  readonly item?: string;
}

/** A command to send. */
export interface Send extends StepRef {
  /** Starts at 1. Each retry waits twice as long for the reply. */
  readonly attempt: number;
}

/** What the saga sends for a step, and how long it waits for the reply. */
export interface Sending<Subject> {
  readonly command: Command<Subject>;
  readonly timeoutMs: number;
}

export interface Decision<State, Action> {
  readonly state: State;
  readonly send?: readonly Send[];
  /** Actions on the saga's subject, in this order. */
  readonly actions?: readonly Action[];
}

/** Inputs of every saga: its deadline has passed, or an operator retries the command in flight. */
export type Signal = { readonly type: 'overdue' } | { readonly type: 'retry' };

/**
 * A saga: a pure `decide`, and what its decisions mean for its subject, such as an order. States are stored. When their type changes,
 * add an upcaster that converts the stored states.
 */
export interface Definition<Subject, State, Input, Action> {
  readonly name: string;
  readonly upcasters?: readonly Upcast[];
  /** The initial state for this subject. */
  initial(subject: Subject): State;
  /** Pure. Returns the same state object when the input changes nothing. */
  decide(state: State, input: Input | Signal): Decision<State, Action>;
  /** Throws for an unknown step. */
  sending(state: State, ref: StepRef): Sending<Subject>;
  /** `ended` when no command is in flight. */
  statusOf(state: State): 'running' | 'compensating' | 'ended';
  idOf(subject: Subject): string;
  reasonOf(subject: Subject, state: State): string;
  /** Applies an action to the subject. */
  perform(subject: Subject, action: Action, at: Date): void;
  /** The input for a step that an operator has done by hand; undefined if only its service can do it. */
  resolved(subject: Subject, ref: StepRef): Input | undefined;
}
