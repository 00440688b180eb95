import type { StepRef } from './definition.js';
import type { LogEntry } from './saga.js';

/** For a command without a reply, the log keeps the first and the last attempts. */
const KEPT_ATTEMPTS = 20;

export type Log = readonly LogEntry[];

/** The command's name for operators: `reserve`, `undo reserve`, `refund 0198…`. */
export function labelOf({ step, undo, item }: Partial<StepRef>): string {
  return [undo ? 'undo' : '', step ?? '', item ?? ''].filter(Boolean).join(' ');
}

/** The log in its current format. Entries of the first release have the label as `step`; names of steps have no spaces. */
export function newestLog(log: Log): Log {
  return log.some(({ step }) => step.includes(' ')) ? log.map(newestEntry) : log;
}

function newestEntry(entry: LogEntry): LogEntry {
  const [first = '', ...rest] = entry.step.split(' ');
  const undo = first === 'undo';
  const [step = '', item] = undo ? rest : [first, ...rest];
  return { ...entry, step, ...(undo && { undo }), ...(item !== undefined && { item }) };
}

/** The command of an entry of any release. */
export function stepOf(entry: LogEntry): StepRef {
  return refOf(entry.step.includes(' ') ? newestEntry(entry) : entry);
}

/** Only the reference of a command. */
export function refOf({ step, undo, item }: StepRef): StepRef {
  return { step, ...(undo && { undo }), ...(item !== undefined && { item }) };
}

export function sameStep(one: StepRef, other: StepRef): boolean {
  return one.step === other.step && (one.undo ?? false) === (other.undo ?? false) && one.item === other.item;
}

/** The log with the command's first reply. A second one changes nothing. */
export function answered(log: Log, commandId: string, answer: string, at: Date): Log {
  const isOpen = (entry: LogEntry) => entry.commandId === commandId && !entry.answer;
  return log.map((entry) => (isOpen(entry) ? { ...entry, answer, answeredAt: at.toISOString() } : entry));
}

export function withEntry(log: Log, entry: LogEntry): Log {
  const { attempt } = entry;
  const isKept = (other: LogEntry) =>
    !sameStep(other, entry) || other.attempt === 1 || other.attempt > attempt - KEPT_ATTEMPTS;
  return [...(attempt > KEPT_ATTEMPTS ? log.filter(isKept) : log), entry];
}
