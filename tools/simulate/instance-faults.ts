import type { World } from '@waybill/simulation';
import { POISON } from './operator.js';
import type { Shop } from './shop.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The broker removes a group member after this time without a heartbeat. */
const SESSION_MS = 10_000;

/** Restarts, pauses, clock jumps and poison messages, decided once per second. */
export class InstanceFaults {
  constructor(
    private readonly world: World,
    private readonly shop: Shop,
  ) {}

  start(): void {
    this.disturb();
    this.world.time.after(1_000, () => this.start());
  }

  /** Ends the faults: all instances run and all clocks are reset. */
  heal(): void {
    for (const service of this.shop.all) {
      for (const instance of service.instances) {
        instance.process.continue();
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
        const { process } = instance;
        if (!process.alive) {
          if (chance.hits(0.2)) service.restart(instance);
          continue;
        }
        if (faults.hits('instance paused')) this.pause(process);
        if (faults.hits('clock of an instance jumps')) process.skewMs = chance.between(-HOUR, HOUR);
      }
    }
  }

  private pause(process: Shop['all'][number]['instances'][number]['process']): void {
    const { time, chance } = this.world;
    const ms = chance.spread(500, 40_000);
    this.world.trace(`${process.name} is paused for ${ms} ms`);
    process.pause(ms);
    time.after(SESSION_MS, () => process.paused && this.shop.broker.silent(process));
  }

  /** A message that no consumer can parse. */
  private poison(service: string): void {
    const { broker } = this.shop;
    const topics = [`${service}.events`, `${service}.commands`].filter((name) => broker.topics.has(name));
    const topic = this.world.chance.pick(topics);
    broker.append({ topic, key: POISON, value: Buffer.from('{'), headers: { ce_type: 'poison' } });
  }
}
