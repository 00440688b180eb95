const SHORTEST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** Delay until the next poll of the tracking status. */
export function pauseBeforeLook(looks: number): number {
  return Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 1.5 ** Math.max(0, looks - 1));
}
