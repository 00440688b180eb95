import { type Act, DomainError, commonErrors } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import {
  type DeadLetter,
  type DeadLetterAction,
  deadLetterLog,
  deadLetters,
  parkedKeys,
} from './dead-letter.js';
import { failureOf, writable } from './failure.js';
import { messagingErrors } from './messaging.errors.js';

/** Who acts on a dead letter. */
export interface Actor {
  readonly subject: string;
  readonly tenant: string;
  /** For the trail. */
  readonly act?: Act | undefined;
}

/** Throws NOT_FOUND. */
export async function lockLetter(tx: Tx, id: string): Promise<DeadLetter> {
  return (await tx.load(deadLetters, { id })) ?? notFound(id);
}

/** Records a failed redrive: the dead letter stays open with the new error. */
export async function noteFailure(tx: Tx, id: string, actor: Actor, error: unknown): Promise<void> {
  const letter = await lockLetter(tx, id);
  if (letter.status !== 'open') return;
  const failure = failureOf(error, letter.consumer, letter.type);
  const { attempts, redrives } = letter;
  const failed = { ...letter, ...failure, lastAt: tx.at, attempts: attempts + 1, redrives: redrives + 1 };
  note(tx, failed, actor, 'redrive failed', writable(failure.errorCode));
}

/** Releases the key if this was its last open dead letter. */
export async function leaveLine(tx: Tx, { consumer, topic, key, place }: DeadLetter): Promise<void> {
  if (place === null) return;
  const parked = await tx.load(parkedKeys, { consumer, topic, key });
  if (!parked) return;
  if (parked.waiting > 1) tx.save(parkedKeys, { ...parked, waiting: parked.waiting - 1 });
  else tx.remove(parkedKeys, { consumer, topic, key });
}

/** Saves the dead letter with an entry in its log, and adds to the record of the act. */
export function note(
  tx: Tx,
  letter: DeadLetter,
  { subject: actor, tenant }: Actor,
  action: DeadLetterAction['action'],
  detail: string | null,
): void {
  const nr = letter.actions + 1;
  tx.save(deadLetters, { ...letter, actions: nr });
  tx.append(deadLetterLog, { letterId: letter.id, nr, at: tx.at, actor, tenant, action, detail });
  const { id: target, status, type } = letter;
  const outcome = action === 'redrive failed' ? { errorCode: detail } : {};
  tx.record({ target, before: { status: 'open' }, after: { status, action, type, ...outcome } });
}

export function notFound(id: string): never {
  throw new DomainError(commonErrors.NOT_FOUND, `There is no dead letter ${id}.`);
}

/** Headers that say what the message does, and to whom. */
const FIXED_HEADERS = ['ce_type', 'ce_tenant', 'ce_subject'];

/**
 * Throws MESSAGE_ID_FIXED or MESSAGE_HEADER_FIXED if an edit would make another message of the dead letter. A header that was missing may be
 * added.
 */
export function refuseOtherMessage(letter: DeadLetter, headers: Readonly<Record<string, string>>): void {
  if (letter.messageId !== null && headers['ce_id'] !== letter.messageId)
    throw new DomainError(messagingErrors.MESSAGE_ID_FIXED, `header ce_id must stay ${letter.messageId}`);
  const changed = FIXED_HEADERS.find(
    (name) => letter.headers[name] && headers[name] !== letter.headers[name],
  );
  if (changed)
    throw new DomainError(
      messagingErrors.MESSAGE_HEADER_FIXED,
      `header ${changed} must stay ${letter.headers[changed]}`,
    );
}
