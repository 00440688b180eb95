import { Chance } from '@waybill/simulation';

/** Where a house does by hand what others leave to the service. */
export interface Hands {
  readonly picking: 'automatic' | 'manual';
  readonly dispatch: 'automatic' | 'manual';
  /** Of so many picks one finds less than is wanted. */
  readonly short: number;
}

export const NO_HANDS: Hands = { picking: 'automatic', dispatch: 'automatic', short: 0 };

/** Some houses do it by hand. */
export function handsOf(seed: number): Hands {
  const chance = new Chance(`${seed}/warehouse`);
  const by = () => chance.pick(['automatic', 'automatic', 'manual'] as const);
  return { picking: by(), dispatch: by(), short: 0.2 };
}
