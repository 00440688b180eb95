/** The phases of docs/event-storming.md in their order, with their titles. */
export const PHASES = {
  stocking: 'The shop is stocked',
  customers: 'A customer registers',
  success: 'An order succeeds',
  failure: 'An order fails',
  change: 'The customer changes or cancels an order',
  shipment: 'The shipment is picked, packed and delivered',
  afterwards: 'After the delivery',
  notification: 'The customer is notified',
} as const;

export type Phase = keyof typeof PHASES;

/** The place of an event on the timeline of docs/event-storming.md. */
export interface Story {
  readonly phase: Phase;
  /** Type of the event of the same phase that it follows; without it the event stands at the start of the phase. */
  readonly after?: string;
}
