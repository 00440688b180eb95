/** Repeatable random numbers: the same seed gives the same numbers, and each name has its own stream. */
export class Chance {
  private readonly state: Uint32Array;

  constructor(private readonly seed: string) {
    this.state = Uint32Array.from([0, 1, 2, 3], (n) => fnv(`${n}/${seed}`));
    for (let n = 0; n < 12; n++) this.next();
  }

  /** sfc32: a number in [0, 1). */
  next(): number {
    const s = this.state;
    const t = (s[0]! + s[1]! + s[3]!) | 0;
    s[3] = s[3]! + 1;
    s[0] = s[1]! ^ (s[1]! >>> 9);
    s[1] = s[2]! + (s[2]! << 3);
    s[2] = ((s[2]! << 21) | (s[2]! >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  }

  hits(probability: number): boolean {
    return this.next() < probability;
  }

  /** An integer from `least` to `most`, inclusive. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** Like `between`, but log-uniform: 1 to 9 is as likely as 10 to 99. */
  spread(least: number, most: number): number {
    return Math.round(least * (most / least) ** this.next());
  }

  pick<T>(from: readonly T[]): T {
    return from[this.between(0, from.length - 1)]!;
  }

  /** An independent stream. */
  stream(name: string): Chance {
    return new Chance(`${this.seed}/${name}`);
  }
}

function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
