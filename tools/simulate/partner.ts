import type { Life, World } from '@waybill/simulation';
import type { composeNotification } from '../../apps/notification/src/notification.app.js';
import { Outside } from './outside.js';

type Post = NonNullable<Parameters<typeof composeNotification>[3]>;
type Event = Parameters<Post>[1];

/** Who wants to be told of orders by webhook; what arrived there, each time that it did. */
export class SimulatedPartner {
  readonly heard: Event[] = [];
  private readonly outside: Outside;

  constructor(world: World) {
    this.outside = new Outside(world, 'partner');
  }

  reachedBy(life: Life): Post {
    return async (_, event) => {
      try {
        return await this.outside.call(life, () => {
          this.heard.push(event);
          return { outcome: 'delivered', answer: 204 };
        });
      } catch (error) {
        return { outcome: 'refused', error: String(error) };
      }
    };
  }
}
