import { DEFECT, type SimulatedService, type World } from '@waybill/simulation';
import type { Shop } from './shop.js';

interface DeadLetter {
  readonly id: string;
  readonly status: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly place: number | null;
  readonly key: string;
  readonly firstAt: Date;
}

const OPERATOR = { subject: 'operator', tenant: 'default' };

/**
 * After the faults: redrives the dead letters of simulated defects and of units that were sold twice, and discards poison messages. Any other
 * dead letter fails the run.
 */
export class Operator {
  constructor(
    private readonly world: World,
    private readonly shop: Shop,
  ) {}

  /** Number of dead letters that are left to redrive or discard. */
  get open(): number {
    return this.shop.all.reduce((sum, service) => sum + this.deadLettersOf(service).length, 0);
  }

  /** Starts after a random delay, so that the other work continues first. */
  begin(): void {
    const { time, chance } = this.world;
    time.after(chance.spread(1_000, 240_000), () => this.start());
  }

  private start(): void {
    void this.work().then(() => this.world.time.after(2_000, () => this.start()));
  }

  private async work(): Promise<void> {
    for (const service of this.shop.all) {
      const [deadLetter] = this.deadLettersOf(service);
      if (!deadLetter) continue;
      const { deadLetters } = service.instances[0]!;
      if (deadLetter.key === POISON) {
        await deadLetters.discard(deadLetter.id, 'not parsable', OPERATOR);
        this.world.recovered('operator: discarded');
      } else {
        for (const { outcome } of await deadLetters.redrive(deadLetter.id, OPERATOR))
          this.world.recovered(`operator: ${outcome}`);
      }
    }
  }

  /** In the order of their parked keys: first the one that blocks the others. */
  private deadLettersOf(service: SimulatedService): DeadLetter[] {
    return service
      .rows<DeadLetter>('dead_letters')
      .filter(
        ({ status, errorCode, errorMessage, place, key }) =>
          status === 'open' &&
          (errorMessage === DEFECT || errorCode === SOLD_TWICE || place !== null || key === POISON),
      )
      .sort((a, b) => (a.place ?? 0) - (b.place ?? 0) || a.firstAt.getTime() - b.firstAt.getTime());
  }
}

/** Key of the poison messages. */
export const POISON = 'poison';

/**
 * Code of the dead letter for units that left after their reservation had expired, and were sold again meanwhile. The operator redrives it
 * once there are enough.
 */
const SOLD_TWICE = 'STOCK_RESERVED';
