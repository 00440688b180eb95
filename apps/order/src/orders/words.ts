import type { Tx } from '@waybill/unit-of-work';
import { isReference } from './domain/words.js';
import { type Contact, contacts } from './order-summary.js';
import type { OrderUnit } from './order.repository.js';

interface Said {
  readonly reason: string;
  /** `system`: not the words of a customer. */
  readonly by?: string | undefined;
}

/** Stores the customer's words with the contact of the order. A draft without an address has none, and its reason is not kept. */
export async function keepWords(unit: OrderUnit, tx: Tx, reference: string, text: string): Promise<void> {
  const { contact: id } = unit.order.state;
  const contact = id === undefined ? undefined : await tx.load(contacts, { id });
  if (!contact) return;
  unit.contact = { ...contact, words: { ...contact.words, [reference]: text } };
  tx.save(contacts, unit.contact);
}

/** The text of a reason; empty after an erasure. */
export function wordsOf(contact: Pick<Contact, 'words'> | null | undefined, { reason, by }: Said): string {
  if (isReference(reason)) return contact?.words?.[reason] ?? '';
  return contact || by === 'system' ? reason : '';
}
