import { Repetition, type Timers } from '@waybill/kernel';
import type { Committed } from './batch-runner.js';
import type { Due, DueWithin } from './row-store.js';
import type { AnyRowType } from './row-type.js';
import { valueOf } from './batch-rows.js';

export interface DueWorkOptions<Row> {
  readonly timers: Timers;
  /** The rows, and the column that says when one is due. */
  readonly rowType: AnyRowType;
  readonly column: string;
  /** Rows that are due within this time, longest overdue first. */
  due(wanted: DueWithin): Promise<readonly Due<Row>[]>;
  /** Handles a row that is due. Several instances may find it, so it must decide on the locked row. */
  handle(row: Row): Promise<unknown>;
  /** Pause after rows that were due, and after an error. Default 1,000. */
  readonly pollMs?: number | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Maximum number of rows per look. */
const LIMIT = 200;
/** Without due rows, the longest pause in multiples of `pollMs`. It finds rows of instances that have ended. */
const IDLE = 5;

/**
 * Handles rows when they are due. Each look also finds the rows that are due before the next regular look, and a commit of this process can
 * bring that look forward. So a row is handled on time, and an idle service looks seldom.
 */
export abstract class DueWork<Row> extends Repetition {
  constructor(private readonly options: DueWorkOptions<Row>) {
    super(options.timers, (options.pollMs ?? 1_000) * IDLE);
  }

  /** This process has committed changes. */
  committed({ at, changes }: Pick<Committed, 'at' | 'changes'>): void {
    const { rowType, column } = this.options;
    for (const { inserts, updates } of changes.filter((change) => change.rowType === rowType))
      for (const row of [...inserts, ...updates]) {
        const time = valueOf(row, column) as Date | null;
        if (time) this.dueIn(time.getTime() - at.getTime());
      }
  }

  protected async turn(): Promise<number> {
    const { due, handle, onError, pollMs = 1_000 } = this.options;
    const idleMs = pollMs * IDLE;
    try {
      const found = await due({ withinMs: idleMs, limit: LIMIT });
      const overdue = found.filter(({ waitMs }) => waitMs <= 0);
      await Promise.all(overdue.map(({ row }) => handle(row).catch((error: unknown) => onError?.(error))));
      const waits = found.flatMap(({ waitMs }) => (waitMs > 0 ? Math.ceil(waitMs) : []));
      return Math.min(overdue.length > 0 ? pollMs : idleMs, ...waits);
    } catch (error) {
      onError?.(error);
      return pollMs;
    }
  }
}
