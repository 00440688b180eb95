import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

/** An argument of a handler with `@Query({ schema })`. */
interface QueryArgument {
  readonly schema?: unknown;
}

/** The arguments of a handler that are read from the query. */
export function queriesOf(handler: { readonly name: string }, controller: object): readonly QueryArgument[] {
  const declared = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler.name) ?? {}) as Readonly<
    Record<string, QueryArgument>
  >;
  // Nest's keys are the type of an argument and its index.
  return Object.entries(declared)
    .filter(([key]) => key.startsWith(`${RouteParamtypes.QUERY}:`))
    .map(([, argument]) => argument);
}
