import type { SimulatedProcess, World } from '@waybill/simulation';
import type { composeNotification } from '../../apps/notification/src/notification.app.js';
import { ExternalSystem } from './external-system.js';

type Post = NonNullable<Parameters<typeof composeNotification>[3]>;
type Event = Parameters<Post>[1];

/** A simulated partner with a webhook: records every delivery. */
export class SimulatedPartner {
  readonly heard: Event[] = [];
  private readonly system: ExternalSystem;

  constructor(world: World) {
    this.system = new ExternalSystem(world, 'partner');
  }

  reachedBy(process: SimulatedProcess): Post {
    return async (_, event) => {
      try {
        return await this.system.call(process, () => {
          this.heard.push(event);
          return { outcome: 'delivered', answer: 204 };
        });
      } catch (error) {
        return { outcome: 'refused', error: String(error) };
      }
    };
  }
}
