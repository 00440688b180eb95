import type { FulfilmentMode } from './fulfilment-mode.js';

/**
 * What is agreed besides lines and prices when an order is placed, and never changes. Events, states and commands of the saga contain it.
 * Declare a new term here; the message contracts determine which services receive it.
 */
export interface Terms {
  /** The gateway's token for a payment method. */
  readonly paymentMethod: string;
  readonly fulfilment: FulfilmentMode;
}

/** The terms that the customer chooses. */
export type ChosenTerms = Omit<Terms, 'fulfilment'>;

/** The terms of a draft: any of them may be missing. */
export type DraftTerms = { readonly [Term in keyof ChosenTerms]?: ChosenTerms[Term] | undefined };

export function termsOf({ paymentMethod, fulfilment }: Terms): Terms {
  return { paymentMethod, fulfilment };
}
