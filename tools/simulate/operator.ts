import { DEFECT, type ServiceTwin, type World } from '@waybill/simulation';
import type { Shop } from './shop.js';

interface Letter {
  readonly id: string;
  readonly status: string;
  readonly errorMessage: string;
  readonly place: number | null;
  readonly key: string;
  readonly firstAt: Date;
}

/** Once the defects are mended: hands their letters over again, and discards what nobody can read. Any other letter is left to be found. */
export class Operator {
  constructor(
    private readonly world: World,
    private readonly shop: Shop,
  ) {}

  /** Letters that are still to be seen to. */
  get open(): number {
    return this.shop.all.reduce((sum, service) => sum + this.lettersOf(service).length, 0);
  }

  /** From some time after the mending: until then the rest goes its way. */
  begin(): void {
    const { time, chance } = this.world;
    time.after(chance.spread(1_000, 240_000), () => this.start());
  }

  private start(): void {
    void this.work().then(() => this.world.time.after(2_000, () => this.start()));
  }

  private async work(): Promise<void> {
    for (const service of this.shop.all) {
      const [letter] = this.lettersOf(service);
      if (!letter) continue;
      const { deadLetters } = service.instances[0]!;
      if (letter.key === POISON) {
        await deadLetters.discard(letter.id, 'nobody can read it', 'operator');
        this.world.recovered('operator: discarded');
      } else {
        for (const { outcome } of await deadLetters.redrive(letter.id, 'operator'))
          this.world.recovered(`operator: ${outcome}`);
      }
    }
  }

  /** The first of its line before those behind it. */
  private lettersOf(service: ServiceTwin): Letter[] {
    return service
      .rows<Letter>('dead_letters')
      .filter(
        ({ status, errorMessage, place, key }) =>
          status === 'open' && (errorMessage === DEFECT || place !== null || key === POISON),
      )
      .sort((a, b) => (a.place ?? 0) - (b.place ?? 0) || a.firstAt.getTime() - b.firstAt.getTime());
  }
}

/** The key of a message that nobody can read. */
export const POISON = 'poison';
