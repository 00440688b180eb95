import { isReference } from './domain/words.js';
import type { Contact } from './order-summary.js';

interface Said {
  readonly reason: string;
  /** `system`: not the words of a customer. */
  readonly by?: string | undefined;
}

/** The text of a reason; empty after an erasure. */
export function wordsOf(contact: Pick<Contact, 'words'> | null | undefined, { reason, by }: Said): string {
  if (isReference(reason)) return contact?.words?.[reason] ?? '';
  return contact || by === 'system' ? reason : '';
}
