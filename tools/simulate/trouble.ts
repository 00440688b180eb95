import type { World } from '@waybill/simulation';
import { POISON } from './operator.js';
import type { Shop } from './shop.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A member that is silent for so long is taken for dead by its group. */
const SESSION_MS = 10_000;

/** What happens to instances and clocks as a whole, looked at every second; and the end of it. */
export class Trouble {
  constructor(
    private readonly world: World,
    private readonly shop: Shop,
  ) {}

  start(): void {
    this.disturb();
    this.world.time.after(1_000, () => this.start());
  }

  /** The faults are over: everything runs, and no clock jumps. */
  heal(): void {
    for (const service of this.shop.all) {
      for (const instance of service.instances) {
        instance.life.continue();
        service.restart(instance);
      }
      service.setClocks();
    }
    this.world.defects.clear();
  }

  private disturb(): void {
    const { faults, chance } = this.world;
    for (const service of this.shop.all) {
      if (faults.hits('poison message')) this.poison(service.name);
      if (faults.hits('clock of a database jumps')) service.skewMs = chance.between(-5 * MINUTE, 5 * MINUTE);
      for (const instance of service.instances) {
        const { life } = instance;
        if (!life.alive) {
          if (chance.hits(0.2)) service.restart(instance);
          continue;
        }
        if (faults.hits('instance paused')) this.pause(life);
        if (faults.hits('clock of an instance jumps')) life.skewMs = chance.between(-HOUR, HOUR);
      }
    }
  }

  private pause(life: Shop['all'][number]['instances'][number]['life']): void {
    const { time, chance } = this.world;
    const ms = chance.spread(500, 40_000);
    this.world.trace(`${life.name} stops for ${ms} ms`);
    life.pause(ms);
    time.after(SESSION_MS, () => life.paused && this.shop.broker.silent(life));
  }

  /** Something that nobody can read. */
  private poison(service: string): void {
    const { broker } = this.shop;
    const topics = [`${service}.events`, `${service}.commands`].filter((name) => broker.topics.has(name));
    const topic = this.world.chance.pick(topics);
    broker.append({ topic, key: POISON, value: Buffer.from('{'), headers: { ce_type: 'poison' } });
  }
}
