import { ApiExtension } from '@nestjs/swagger';

/** The key of an operation in OpenAPI under which its actor stands. */
export const ACTOR = 'x-actor';

/**
 * Who calls a route that changes something: `customer`, `warehouse`. For OpenAPI and docs/event-storming.md; it grants nothing. Routes
 * below /admin are the operator's and need none.
 */
export const Actor = (name: string) => ApiExtension(ACTOR, name);
