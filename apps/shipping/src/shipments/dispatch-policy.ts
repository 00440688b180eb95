/** How the warehouse works: automatically or by hand. */
export class DispatchPolicy {
  constructor(
    /** Milliseconds from the confirmation to the dispatch, or by hand. */
    readonly after: number | 'manual',
    /** Whether a worker records each pick, or all units count as found. */
    readonly picking: 'automatic' | 'manual',
  ) {}
}
