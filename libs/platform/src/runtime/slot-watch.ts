import { Repetition, type Timers } from '@waybill/kernel';
import { type OutboxMode, slotProblem, slotState } from '@waybill/outbox';
import type { Pool } from 'pg';
import type { Logger } from 'pino';

const MINUTE_MS = 60_000;

/**
 * Monitors the replication slot of the outbox: a slot without a reader fills the disk, and a missing slot loses messages.
 */
export class SlotWatch extends Repetition {
  constructor(
    private readonly pool: Pool,
    timers: Timers,
    private readonly logger: Logger,
    private readonly watched: { readonly mode: OutboxMode; readonly slot: string },
  ) {
    super(timers, MINUTE_MS);
  }

  protected async turn(): Promise<void> {
    const { mode, slot } = this.watched;
    try {
      const problem = slotProblem(mode, slot, await slotState(this.pool, slot));
      if (problem) this.logger.warn({ slot }, problem);
    } catch (error) {
      this.logger.warn({ err: error, slot }, 'reading the state of the replication slot failed');
    }
  }
}
