/**
 * What a customer wrote, such as the reason of a cancellation, is personal data. Events contain a reference to the text, which is stored with
 * name and address of the order and erased with them. Events of older releases contain the text itself.
 */
const PREFIX = 'words:';

export function referenceTo(id: string): string {
  return PREFIX + id;
}

export function isReference(reason: string): boolean {
  return reason.startsWith(PREFIX);
}

/** The reason that other services get with a command: a code instead of the customer's words. */
export function reasonFor(reason: string, code: string): string {
  return isReference(reason) ? code : reason;
}
