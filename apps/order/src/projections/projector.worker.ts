// Runs the order service's projector in a process of its own, for tests that kill it.
import { EventLog, InlineViews, Projector } from '@waybill/event-store';
import { systemTimers } from '@waybill/kernel';
import { unitOfWorkPool } from '@waybill/platform';
import { type Changes, type Database, type Session, postgresDatabase } from '@waybill/unit-of-work';
import { orderUpcasters } from '../orders/domain/order.upcasters.js';
import { orderSummary } from './order-summary.js';
import { orderViews } from './order-views.js';

/** The environment variables of the process. */
export interface ProjectorWorker {
  readonly DATABASE_URL: string;
  /** Maximum number of events per transaction. */
  readonly BATCH: string;
  /** The view during whose rebuild the process kills itself. */
  readonly VIEW: string;
  /**
   * When the process kills itself. `before 2`: before the commit of the second step of the rebuild; `after 2`: after it. `switch`: before
   * the new generation goes live. `apart 4`: between rows and position in step 4; a naive projector that does not commit them together.
   */
  readonly DIE?: `before ${number}` | `after ${number}` | 'switch' | `apart ${number}` | undefined;
}

const { DATABASE_URL, BATCH, VIEW, DIE = 'never' } = process.env as unknown as ProjectorWorker;
const [moment, nth = '1'] = DIE.split(' ');
const pool = unitOfWorkPool(DATABASE_URL, 'projector');
let steps = 0;

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Identifies a step of the rebuild by the row of `projections` that it writes. */
function stateIn({ rowType, updates }: Changes): string | undefined {
  if (rowType.table !== 'projections') return undefined;
  const row = (updates as { name: string; state: string }[]).find(({ name }) => name === VIEW);
  return row && (updates.length > 1 ? 'switch' : row.state);
}

function mortal(session: Session): Session {
  const commit: Session['commit'] = async (changes, unclaim) => {
    const state = changes.map(stateIn).find((found) => found !== undefined);
    if (state === 'building') steps++;
    const due = state === 'building' && steps === Number(nth);
    if (due && moment === 'before') die();
    if (state === 'switch' && moment === 'switch') die();
    const apart = due && moment === 'apart';
    await session.commit(apart ? changes.filter((change) => !stateIn(change)) : changes, unclaim);
    if (apart || (due && moment === 'after')) die();
  };
  return {
    begin: (claims, loads, lists) => session.begin(claims, loads, lists),
    load: (requests) => session.load(requests),
    list: (requests) => session.list(requests),
    commit,
    rollback: () => session.rollback(),
  };
}

const real = postgresDatabase(pool);
const database: Database = {
  open: async () => mortal(await real.open()),
  standing: (claims) => real.standing(claims),
};
const log = new EventLog(pool, orderUpcasters);
const batch = Number(BATCH);
new Projector({
  log,
  database,
  timers: systemTimers,
  projections: orderViews,
  batch,
  inline: new InlineViews({ pool, database, log, views: [orderSummary], batch }),
  onError: (error) => console.error(error),
}).start();
process.once('disconnect', () => process.exit());
