import { DomainError, commonErrors } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import {
  type DeadLetter,
  type DeadLetterAction,
  deadLetterLog,
  deadLetters,
  parkedKeys,
} from './dead-letter.js';
import { failureOf, writable } from './failure.js';

/** Throws NOT_FOUND. */
export async function lockLetter(tx: Tx, id: string): Promise<DeadLetter> {
  return (await tx.load(deadLetters, { id })) ?? notFound(id);
}

/** Records a failed redrive: the dead letter stays open with the new error. */
export async function noteFailure(tx: Tx, id: string, actor: string, error: unknown): Promise<void> {
  const letter = await lockLetter(tx, id);
  if (letter.status !== 'open') return;
  const failure = failureOf(error, letter.consumer, letter.type);
  const { attempts, redrives } = letter;
  const failed = { ...letter, ...failure, lastAt: tx.at, attempts: attempts + 1, redrives: redrives + 1 };
  const detail = writable(`${failure.errorCode}: ${failure.errorMessage}`);
  note(tx, failed, actor, 'redrive failed', detail);
}

/** Releases the key if this was its last open dead letter. */
export async function leaveLine(tx: Tx, { consumer, topic, key, place }: DeadLetter): Promise<void> {
  if (place === null) return;
  const parked = await tx.load(parkedKeys, { consumer, topic, key });
  if (!parked) return;
  if (parked.waiting > 1) tx.save(parkedKeys, { ...parked, waiting: parked.waiting - 1 });
  else tx.remove(parkedKeys, { consumer, topic, key });
}

/** Saves the dead letter with an entry in its log. */
export function note(
  tx: Tx,
  letter: DeadLetter,
  actor: string,
  action: DeadLetterAction['action'],
  detail: string | null,
): void {
  const nr = letter.actions + 1;
  tx.save(deadLetters, { ...letter, actions: nr });
  tx.append(deadLetterLog, { letterId: letter.id, nr, at: tx.at, actor, action, detail });
}

export function notFound(id: string): never {
  throw new DomainError(commonErrors.NOT_FOUND, `There is no dead letter ${id}.`);
}
