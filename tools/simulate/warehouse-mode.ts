import { Chance } from '@waybill/simulation';

/** Which warehouse steps are confirmed by staff, and which the shipping service does by itself. */
export interface WarehouseMode {
  readonly picking: 'automatic' | 'manual';
  readonly dispatch: 'automatic' | 'manual';
  /** Probability that a pick finds too few units. */
  readonly short: number;
}

export const AUTOMATIC: WarehouseMode = { picking: 'automatic', dispatch: 'automatic', short: 0 };

/** The modes of a run, by its seed. */
export function warehouseModeOf(seed: number): WarehouseMode {
  const chance = new Chance(`${seed}/warehouse`);
  const by = () => chance.pick(['automatic', 'automatic', 'manual'] as const);
  return { picking: by(), dispatch: by(), short: 0.2 };
}
