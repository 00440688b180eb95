import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { z } from 'zod';
import { platformErrors } from './platform.errors.js';
import { invalidInput, issue } from './problem.js';
import type { Request } from './request-context.js';
import { queriesOf } from './route-queries.js';

const NONE: ReadonlySet<string> = new Set();

/** Refuses query parameters that the route does not declare with `@Query({ schema })`, and those that are given more than once. */
@Injectable()
export class QueryGuard implements CanActivate {
  private readonly declared = new WeakMap<object, ReadonlySet<string>>();

  canActivate(execution: ExecutionContext): boolean {
    if (execution.getType() !== 'http') return true;
    const query = execution.switchToHttp().getRequest<Request>().query as Readonly<Record<string, unknown>>;
    const given = Object.entries(query);
    if (given.length === 0) return true;
    const known = this.parametersOf(execution.getHandler(), execution.getClass());
    const issues = given.flatMap(([name, value]) => {
      const message = flawOf(name, value, known);
      return message === undefined ? [] : [{ message, path: [name] }];
    });
    if (issues.length > 0) throw invalidInput(issues);
    return true;
  }

  private parametersOf(handler: { readonly name: string }, controller: Type): ReadonlySet<string> {
    const known = this.declared.get(handler) ?? queryParametersOf(handler, controller);
    this.declared.set(handler, known);
    return known;
  }
}

/** Names of the query parameters that a handler declares. */
function queryParametersOf(handler: { readonly name: string }, controller: Type): ReadonlySet<string> {
  const [found] = queriesOf(handler, controller);
  if (!found) return NONE;
  const { schema } = found;
  if (schema instanceof z.ZodObject) return new Set(Object.keys(schema.shape as object));
  throw new Error(`${controller.name}.${handler.name}: @Query needs a schema that is a z.object`);
}

function flawOf(name: string, value: unknown, known: ReadonlySet<string>): string | undefined {
  if (!known.has(name)) {
    const names = [...known].map((one) => `\`${one}\``);
    const takes = names.length === 0 ? 'takes no query parameters' : `takes ${names.join(', ')}`;
    return issue(platformErrors.UNKNOWN_PARAMETER, `the route ${takes}`);
  }
  if (Array.isArray(value))
    return issue(platformErrors.PARAMETER_REPEATED, `is given ${value.length} times; give it once`);
  return undefined;
}
