import type { Tx } from '@waybill/unit-of-work';
import { contacts } from '../order-summary.js';
import type { OrderUnit } from '../order.repository.js';

/** Stores the customer's words with the contact of the order. A draft without an address has none, and its reason is not kept. */
export async function keepWords(unit: OrderUnit, tx: Tx, reference: string, text: string): Promise<void> {
  const { contact: id } = unit.order.state;
  const contact = id === undefined ? undefined : await tx.load(contacts, { id });
  if (!contact) return;
  unit.contact = { ...contact, words: { ...contact.words, [reference]: text } };
  tx.save(contacts, unit.contact);
}
