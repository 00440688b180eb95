import { orchestrated } from './orchestrated.js';
import type { Driver } from './state.js';

/**
 * Hybrid mode: orchestrated, but one step is choreographed inside. Shipping picks, packs and labels, inventory reacts, and shipping replies
 * once at the end. The saga sends a different command for that step (`prepare` in the table); all else is the same.
 */
export const hybrid: Driver = orchestrated;
