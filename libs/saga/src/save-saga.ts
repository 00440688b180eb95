import type { Tx } from '@waybill/unit-of-work';
import { type Given, decisionOf, withDecision } from './decisions.js';
import { refOf, withEntry } from './log.js';
import type { PlannedCommand, SagaRun } from './saga-run.js';
import { type KeptDecision, type LogEntry, type Saga, sagas } from './saga.js';

/** Sends the commands of a run and saves its saga with them and with what it was given in its log. It decides nothing. */
export function saveSaga<Subject, State, Input, Action>(
  tx: Tx,
  run: SagaRun<Subject, State, Input, Action>,
  given: Given,
): void {
  const { saga, planned, hasChanged } = run;
  if (!saga || !hasChanged) return;
  const log = planned.map((command) => send(tx, run, command)).reduce(withEntry, saga.log);
  tx.save(sagas, { ...saga, log, decisions: withDecision(saga.decisions, decisionOf(tx, given, run)) });
}

/** Saves what was refused. Nothing else of the saga changes. */
export function saveRefusal(tx: Tx, saga: Saga, refusal: KeptDecision): void {
  tx.save(sagas, { ...saga, decisions: withDecision(saga.decisions, refusal) });
}

function send<Subject, State, Input, Action>(
  tx: Tx,
  { definition, subject, state }: SagaRun<Subject, State, Input, Action>,
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
