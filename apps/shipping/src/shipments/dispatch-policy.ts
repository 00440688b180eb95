/** How parcels go through the warehouse. */
export class DispatchPolicy {
  constructor(
    /** When parcels leave: milliseconds after the order's confirmation, or only by hand. */
    readonly after: number | 'manual',
    /** Whether a worker records each pick, or all units count as found. */
    readonly picking: 'automatic' | 'manual',
  ) {}
}
