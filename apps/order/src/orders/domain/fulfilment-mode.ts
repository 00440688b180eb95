/**
 * Who drives an order to its confirmation: commands of the saga, services that react to each other’s events, or the saga with one step
 * whose inside is choreographed. It is chosen when the order is placed and never changes.
 */
export type FulfilmentMode = 'orchestrated' | 'choreographed' | 'hybrid';
