import type { Done } from './definition.js';
import type { LogEntry } from './saga.js';

/** Of a command that is never answered the log keeps the first and the last ones. */
const KEPT_ATTEMPTS = 20;

export type Log = readonly LogEntry[];

/** As the log names it: `reserve`, `undo reserve`, `refund 0198…`. */
export function labelOf({ step, undo, item }: Done): string {
  return [undo ? 'undo' : '', step, item ?? ''].filter(Boolean).join(' ');
}

export function doneOf(label: string): Done {
  const [first = '', ...rest] = label.split(' ');
  const undo = first === 'undo';
  const [step = '', item] = undo ? rest : [first, ...rest];
  return { step, undo, ...(item === undefined ? {} : { item }) };
}

/** With the command's first answer; a second one changes nothing. */
export function answered(log: Log, commandId: string, answer: string, at: Date): Log {
  const isOpen = (entry: LogEntry) => entry.commandId === commandId && !entry.answer;
  return log.map((entry) => (isOpen(entry) ? { ...entry, answer, answeredAt: at.toISOString() } : entry));
}

export function sent(log: Log, entry: LogEntry): Log {
  const { step, attempt } = entry;
  const isKept = (other: LogEntry) =>
    other.step !== step || other.attempt === 1 || other.attempt > attempt - KEPT_ATTEMPTS;
  return [...(attempt > KEPT_ATTEMPTS ? log.filter(isKept) : log), entry];
}
