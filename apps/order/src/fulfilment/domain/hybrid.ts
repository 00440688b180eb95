import { orchestrated } from './orchestrated.js';
import type { Driver } from './state.js';

/**
 * Orchestrated, with one step whose inside is choreographed: shipping picks, packs and labels, and inventory follows, before shipping
 * replies once. The saga sends another command for that step (`prepare` in the table) and drives everything else as usual.
 */
export const hybrid: Driver = orchestrated;
