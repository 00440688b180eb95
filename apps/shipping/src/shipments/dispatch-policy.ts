/** How parcels go through the warehouse. */
export class DispatchPolicy {
  constructor(
    /** When parcels leave: milliseconds after the order's confirmation, or only by hand. */
    readonly after: number | 'manual',
    /** Whether somebody says what was found, or everything is. */
    readonly picking: 'automatic' | 'manual',
  ) {}
}
