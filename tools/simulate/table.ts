import type { FulfilmentMode } from '@waybill/contracts';
import { RATES } from './fault-plan.js';
import { recoveriesFor } from './recoveries.js';
import type { RunResult } from './run.js';

/** After this many runs, a fault or recovery that never occurred is a bug in the simulation and not bad luck. */
const ENOUGH = { faults: 60, recoveries: 300 };

/** How often each fault and recovery occurred in all runs. */
export class Table {
  private readonly faults = new Map(Object.keys(RATES).map((kind) => [kind, 0]));
  private readonly recoveries: Map<string, number>;
  runs = 0;
  orders = 0;
  private fewestOrders = Infinity;
  private fewestFaults = Infinity;

  constructor(fulfilment: FulfilmentMode) {
    this.recoveries = new Map(recoveriesFor(fulfilment).map((way) => [way, 0]));
  }

  add({ fired, recoveries, orders }: RunResult): void {
    this.runs++;
    this.orders += orders;
    this.fewestOrders = Math.min(this.fewestOrders, orders);
    this.fewestFaults = Math.min(this.fewestFaults, fired.length);
    for (const { kind } of fired) this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
    for (const [way, count] of recoveries)
      if (this.recoveries.has(way)) this.recoveries.set(way, this.recoveries.get(way)! + count);
  }

  /** Faults and recoveries that should have occurred and did not. */
  get missing(): string[] {
    const due = [
      ...(this.runs >= ENOUGH.faults ? this.faults : []),
      ...(this.runs >= ENOUGH.recoveries ? this.recoveries : []),
    ];
    return due.flatMap(([name, count]) => (count === 0 ? [name] : []));
  }

  toString(): string {
    const lines = (counts: ReadonlyMap<string, number>) =>
      [...counts].map(([name, count]) => `  ${String(count).padStart(8)}  ${name}`).join('\n');
    const total = [...this.faults.values()].reduce((sum, count) => sum + count, 0);
    return [
      `Faults\n${lines(this.faults)}\n\nRecoveries and order outcomes\n${lines(this.recoveries)}\n`,
      `${this.runs} runs, ${this.orders} orders (at least ${this.fewestOrders} per run), ${total} faults (at least ${this.fewestFaults} per run)`,
    ].join('\n');
  }
}
