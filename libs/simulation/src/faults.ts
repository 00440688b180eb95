import type { Chance } from './chance.js';

/** One fault that happened: the n-th time that a fault of this kind could happen. */
export interface Fired {
  readonly kind: string;
  readonly nth: number;
}

export interface FaultPlan {
  /** How probable each kind is where it could happen. */
  readonly rates: Readonly<Record<string, number>>;
  /** Only these happen: a run is shrunk by leaving out one after the other. */
  readonly only?: readonly Fired[] | undefined;
}

/**
 * Decides where a fault happens. Each run leaves out some kinds and is generous with others, because two faults meet more often
 * when not all compete (swarm testing). Every kind has a stream of its own, so what is left out changes no other decision.
 */
export class Faults {
  readonly fired: Fired[] = [];
  private readonly kinds = new Map<string, { chance: Chance; rate: number; seen: number }>();
  private readonly only: ReadonlySet<string> | undefined;
  private active = false;

  constructor(
    private readonly chance: Chance,
    private readonly plan: FaultPlan,
  ) {
    this.only = plan.only && new Set(plan.only.map(nameOf));
  }

  begin(): void {
    this.active = true;
  }

  end(): void {
    this.active = false;
  }

  /** Called wherever a fault of this kind could happen: does it? */
  hits(kind: string): boolean {
    if (!this.active) return false;
    const known = this.kinds.get(kind) ?? this.learn(kind);
    const nth = ++known.seen;
    const drawn = known.chance.hits(known.rate);
    const happens = this.only ? this.only.has(nameOf({ kind, nth })) : drawn;
    if (happens) this.fired.push({ kind, nth });
    return happens;
  }

  private learn(kind: string) {
    const rate = this.plan.rates[kind];
    if (rate === undefined) throw new Error(`the plan knows no fault "${kind}"`);
    const chance = this.chance.stream(kind);
    const swarm = chance.pick([0, 1, 1, 3]);
    const known = { chance, rate: rate * swarm, seen: 0 };
    this.kinds.set(kind, known);
    return known;
  }
}

function nameOf({ kind, nth }: Fired): string {
  return `${nth} ${kind}`;
}
