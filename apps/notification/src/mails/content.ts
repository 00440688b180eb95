/** A part of a mail's body, rendered as HTML and as text. */
export type Block =
  | { readonly paragraph: string }
  /** Pairs of name and value, one below the other. A value may have several lines. */
  | { readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly goods: readonly Good[]; readonly sums: readonly (readonly [name: string, amount: string])[] };

export interface Good {
  readonly name: string;
  readonly quantity: string;
  readonly price: string;
}

/** The progress of an order without problems, which the mail shows at the top. */
export type Step = 'placed' | 'confirmed' | 'shipped' | 'delivered';

/** The content of a mail, before it is rendered as HTML and text. */
export interface Content {
  readonly subject: string;
  /** The preview text that an inbox shows after the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly tone: 'good' | 'bad' | 'neutral';
  readonly customerName: string;
  readonly blocks: readonly Block[];
  readonly step?: Step;
  readonly orderId?: string;
  /** Only in mails to an address that is not verified: where its owner confirms or stops them. */
  readonly choiceUrl?: string;
}

/** Messages about an erased customer have an empty name. */
export function greetingOf(customerName: string): string {
  return customerName ? `Hello ${customerName},` : 'Hello,';
}

export const WHY_UNVERIFIED =
  'Somebody gave this address with an order. Confirm that it is yours, or stop these mails:';
