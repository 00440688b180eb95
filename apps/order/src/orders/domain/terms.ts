import type { FulfilmentMode } from './fulfilment-mode.js';

/**
 * What is agreed when an order is placed, beside its lines and prices, and never changes. It is part of the event, of the state, and of
 * the commands of the process. A new term is declared here; the contracts of the messages say who is told.
 */
export interface Terms {
  /** The gateway's token for a payment method. */
  readonly paymentMethod: string;
  readonly fulfilment: FulfilmentMode;
}

/** The terms that the customer chooses. */
export type ChosenTerms = Omit<Terms, 'fulfilment'>;

/** Of a draft: any of them may be missing. */
export type DraftTerms = { readonly [Term in keyof ChosenTerms]?: ChosenTerms[Term] | undefined };

export function termsOf({ paymentMethod, fulfilment }: Terms): Terms {
  return { paymentMethod, fulfilment };
}
