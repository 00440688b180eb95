import type { Tx } from '@waybill/unit-of-work';
import { refOf, withEntry } from './log.js';
import type { PlannedCommand, SagaRun } from './saga-run.js';
import { type LogEntry, sagas } from './saga.js';

/** Sends the commands of a run and saves its saga with them in the log. It decides nothing. */
export function saveSaga<Subject, State, Input, Act>(tx: Tx, run: SagaRun<Subject, State, Input, Act>): void {
  const { saga, planned, hasChanged } = run;
  if (!saga || !hasChanged) return;
  const log = planned.map((command) => send(tx, run, command)).reduce(withEntry, saga.log);
  tx.save(sagas, { ...saga, log });
}

function send<Subject, State, Input, Act>(
  tx: Tx,
  { definition, subject, state }: SagaRun<Subject, State, Input, Act>,
  planned: PlannedCommand,
): LogEntry {
  const { type, data } = definition.sending(state, planned).command;
  const why = { reason: definition.reasonOf(subject, state), item: planned.item };
  const commandId = tx.publish(type, definition.idOf(subject), data(subject, why));
  return {
    ...refOf(planned),
    attempt: planned.attempt,
    commandId,
    command: type.type,
    sentAt: tx.at.toISOString(),
    ...(planned.by !== undefined && { by: planned.by }),
  };
}
