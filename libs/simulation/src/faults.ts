import type { Chance } from './chance.js';

/** A fault that occurred, at the n-th opportunity for this kind. */
export interface Fired {
  readonly kind: string;
  readonly nth: number;
}

export interface FaultPlan {
  /** Probability per kind and opportunity. */
  readonly rates: Readonly<Record<string, number>>;
  /** If set, only these faults occur. Used to reduce a failed run to the faults that matter. */
  readonly only?: readonly Fired[] | undefined;
}

/**
 * Decides when a fault occurs. Each run leaves out some kinds and increases others, because then rare combinations occur more
 * often (swarm testing). Every kind has its own random stream, so leaving one out does not change the others.
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

  /** Whether a fault of this kind occurs here. */
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
