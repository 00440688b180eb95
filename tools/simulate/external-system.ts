import type { SimulatedProcess, World } from '@waybill/simulation';

/** Simulates calls to an external system: they take time, fail, or succeed without a response. Effects are idempotent per key. */
export class ExternalSystem {
  private readonly answers = new Map<string, unknown>();

  constructor(
    private readonly world: World,
    private readonly name: 'gateway' | 'carrier' | 'mail' | 'partner',
  ) {}

  async call<T>(process: SimulatedProcess, call: () => T): Promise<T> {
    const { faults, chance } = this.world;
    await process.wait(chance.spread(2, 300));
    const silent = async (): Promise<never> => {
      await process.wait(chance.spread(1_000, 20_000));
      throw new Error(`the ${this.name} did not answer`);
    };
    if (faults.hits(`${this.name}: no answer, nothing done`)) return silent();
    const answer = call();
    if (faults.hits(`${this.name}: no answer, done`)) return silent();
    if ((this.name === 'gateway' || this.name === 'carrier') && faults.hits(`${this.name}: late answer`))
      await process.wait(chance.spread(20_000, 900_000));
    return answer;
  }

  once<T>(key: string, call: () => T): T {
    const known = this.answers.get(key) as T | undefined;
    if (known !== undefined && this.world.naive !== 'gateway keys') return known;
    const answer = call();
    this.answers.set(key, answer);
    return answer;
  }
}
