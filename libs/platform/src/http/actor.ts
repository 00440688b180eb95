import { ApiExtension } from '@nestjs/swagger';

/** OpenAPI extension with the actor of an operation. */
export const ACTOR = 'x-actor';

/**
 * Documents who calls a writing route: `customer`, `warehouse`. For OpenAPI and docs/event-storming.md only, without effect on
 * authorization. Not needed below /admin, where the caller is always an operator.
 */
export const Actor = (name: string) => ApiExtension(ACTOR, name);
