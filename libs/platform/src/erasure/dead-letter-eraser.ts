import type { MessageType } from '@waybill/kernel';
import { type DeadLetter, deadLetters } from '@waybill/messaging';
import type { Pool } from 'pg';
import { type Eraser, idsOf, isErased } from './eraser.js';

const REMOVED = 'removed together with the personal data of the customer';

/**
 * Erases the messages in dead letters. A redrive of such a message is like one about a customer who was erased before it was sent. The error
 * is removed too, because it may quote the message; code and fingerprint stay.
 */
export function deadLetterEraser(pool: Pool, types: { get(type: string): MessageType | undefined }): Eraser {
  return {
    name: 'dead letters',
    async find({ tenant, id, orderIds }) {
      // By key and not by content, which need not be JSON.
      return idsOf(
        pool,
        `SELECT id FROM dead_letters
         WHERE key = ANY($2) AND (headers->>'ce_tenant' = $1 OR headers->>'ce_tenant' IS NULL)`,
        [tenant, [id, ...orderIds]],
      );
    },
    async erase(tx, id, person) {
      const letter = await tx.load(deadLetters, { id });
      if (!letter || !isErased(person, letter.headers['ce_time'])) return;
      const redact = redactorOf(letter, types);
      const [value, originalValue] = [redact(letter.value), redact(letter.originalValue)];
      if (value === letter.value && originalValue === letter.originalValue) return;
      tx.save(deadLetters, { ...letter, value, originalValue, errorMessage: REMOVED, errorStack: '' });
    },
  };
}

type Bytes = DeadLetter['value'];

/** Domain events name their prefix, and contain no personal data. What cannot be read, or has no schema, is removed. */
function redactorOf({ type }: DeadLetter, types: { get(type: string): MessageType | undefined }) {
  return (value: Bytes): Bytes => {
    if (value === null || type?.startsWith('domain.')) return value;
    const known = type === null ? undefined : types.get(type);
    const text = Buffer.from(value).toString('utf8');
    if (!known) return null;
    try {
      const data: unknown = JSON.parse(text);
      const redacted = known.withoutPersonalData?.(data) ?? data;
      const after = JSON.stringify(redacted);
      return after === JSON.stringify(data) ? value : Buffer.from(after);
    } catch {
      return null;
    }
  };
}
