import { createHash } from 'node:crypto';
import type { Clock, Ids } from '@waybill/kernel';
import type { Changes } from '@waybill/unit-of-work';
import { Chance } from './chance.js';
import { type FaultPlan, Faults } from './faults.js';
import { SimulatedTime } from './simulated-time.js';

/** A protection that is switched off, to prove that the simulation detects it. */
export type Naive = 'claims' | 'locks' | 'gateway keys' | 'database clock' | 'earlier messages';

export interface WorldOptions {
  readonly seed: number;
  readonly plan: FaultPlan;
  /** A protection that is switched off. */
  readonly naive?: Naive | undefined;
  /** How often each message is delivered; default: once. */
  readonly deliveries?: number | undefined;
  /** How far the clock of a machine is off during the whole run. */
  readonly skewOf?: ((machine: string, chance: Chance) => number) | undefined;
  /** Called with each line of the trace. */
  readonly onTrace?: ((line: string) => void) | undefined;
}

const START = new Date('2026-03-14T09:00:00.000Z');

/** The state of a run: time, random numbers, faults, and the trace. */
export class World {
  readonly chance: Chance;
  readonly faults: Faults;
  readonly time: SimulatedTime;
  readonly naive: Naive | undefined;
  readonly deliveries: number;
  /** How often each recovery occurred. */
  readonly recoveries = new Map<string, number>();
  /** Simulated defects of handlers, by consumer and key, with the time of their end. */
  readonly defects = new Map<string, number>();
  /** Violations found so far. A correct run has none. */
  readonly violations: string[] = [];
  private readonly hash = createHash('sha256');
  private readonly latencies: Chance;
  private readonly effects = new Set<string>();
  private lastId = 0;

  constructor(private readonly options: WorldOptions) {
    const { seed, plan, naive, deliveries = 1 } = options;
    this.chance = new Chance(String(seed));
    this.naive = naive;
    this.deliveries = deliveries;
    this.faults = new Faults(this.chance.stream('faults'), plan);
    this.latencies = this.chance.stream('latencies');
    const ranks = this.chance.stream('ranks');
    this.time = new SimulatedTime(START, () => ranks.next());
  }

  /** A network latency in milliseconds, mostly short. */
  latency(): number {
    return this.latencies.hits(0.9) ? this.latencies.between(0, 2) : this.latencies.between(3, 40);
  }

  /** Initial clock skew of a machine, in milliseconds. */
  skewOf(machine: string): number {
    return this.options.skewOf?.(machine, this.chance.stream(`clock of ${machine}`)) ?? 0;
  }

  /** A UUIDv7 with the time of the caller's clock. */
  nextId(clock: Clock): string {
    const time = clock.now().getTime().toString(16).padStart(12, '0');
    const count = (++this.lastId).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count}`;
  }

  get ids(): Ids {
    return { next: () => this.nextId({ now: () => new Date(this.time.now) }) };
  }

  trace(line: string): void {
    const text = `${new Date(this.time.now).toISOString().slice(11, 23)} ${line}`;
    this.hash.update(`${text}\n`);
    this.options.onTrace?.(text);
  }

  get traceHash(): string {
    return this.hash.copy().digest('hex').slice(0, 16);
  }

  recovered(recovery: string): void {
    this.recoveries.set(recovery, (this.recoveries.get(recovery) ?? 0) + 1);
  }

  violated(what: string): void {
    this.trace(`VIOLATION ${what}`);
    this.violations.push(what);
  }

  /** Reports a commit. A claim that is committed twice violates exactly-once handling. */
  committed(service: string, claims: readonly string[], changes: readonly Changes[]): void {
    for (const claim of claims) {
      const name = `${service}: ${claim}`;
      if (this.effects.has(name)) this.violated(`${name} was handled twice`);
      this.effects.add(name);
    }
    const counts = changes.map(
      ({ rowType, inserts, updates, removals }) =>
        `${rowType.table} +${inserts.length} ~${updates.length} -${removals.length}`,
    );
    this.trace(`${service} commits ${claims.join(', ')}: ${counts.join(', ')}`);
  }
}
