import type { World } from '../world.js';
import type { Form } from './form.js';
import type { GatewayState } from './gateway.state.js';
import type { Shapes } from './shapes.js';

/** What an operation works with: the records, their JSON, and time and ids. */
export interface Backend {
  state: GatewayState;
  shapes: Shapes;
  world: World;
}

/** A call of Stripe's API. `run` returns the JSON of a 200 response, or throws a StripeError. */
export interface Operation {
  name: string;
  method: 'GET' | 'POST';
  url: string;
  run(backend: Backend, call: Call): object;
}

export interface Call {
  /** The id in the URL; empty where the URL has none. */
  id: string;
  form: Form;
  /** The requested path, for the `url` of lists. */
  path: string;
  /** The version of Stripe's API that the caller speaks. */
  version: string;
}

export function seconds(world: World): number {
  return Math.floor(world.now().getTime() / 1000);
}
