/**
 * How an order is fulfilled. `orchestrated`: by commands of the saga. `choreographed`: by services that react to each other’s events.
 * `hybrid`: orchestrated, but one step is choreographed inside. Chosen when the order is placed; never changes.
 */
export type FulfilmentMode = 'orchestrated' | 'choreographed' | 'hybrid';
