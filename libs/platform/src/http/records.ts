import {
  type ExecutionContext,
  RequestMethod,
  SetMetadata,
  type Type,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { Act } from '@waybill/kernel';
import { accessOf, rolesFor, routesOf } from './access.js';
import type { Request } from './request-context.js';

/** What the trail records of an act, as far as the request tells it. */
export interface Recorded {
  /** Path parameter that names what is changed. Without it, the handler says so with `tx.record`. */
  readonly target?: string;
  /** Field of the body with the reason. */
  readonly reason?: string;
}

const METADATA = 'waybill:records';
const reflector = new Reflector();

/**
 * States what the trail records when an admin or operator calls the route. Every route that writes and is for admins or operators needs it,
 * also one on which an admin may act for a customer: without it the service does not start. The entry is written by the unit of work, in the
 * transaction of the act; the handler adds what changed with `tx.record`. A handler without a unit of work uses `@Acting` and `recordAct`.
 */
export const Records = (recorded: Recorded = {}) =>
  applyDecorators(SetMetadata(METADATA, recorded), ApiExtension('x-recorded', true));

const recordedOf = (targets: readonly [() => unknown, Type]): Recorded | undefined =>
  reflector.getAllAndOverride<Recorded | undefined>(METADATA, [...targets]);

/** The act of a request; undefined if it is not one of an admin or operator, or only reads. */
export function actOf(request: Request, targets: readonly [() => unknown, Type]): Act | undefined {
  const { principal, access, params, body, ip, traced } = request;
  const recorded = recordedOf(targets);
  if (!recorded || !access) return undefined;
  const { subject, tenant, admin } = principal;
  const isForCustomers = rolesFor(access).length === 0;
  if (isForCustomers && !admin) return undefined;
  return {
    subject,
    tenant,
    role: access.audience === 'operator' ? 'operator' : 'admin',
    address: ip,
    operation: targets[0].name,
    target: textIn(params, recorded.target),
    reason: textIn(body, recorded.reason),
    correlationId: traced.correlationId,
    unlessOwn: isForCustomers,
  };
}

function textIn(values: unknown, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : (values as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** Route argument: the act of a route with `@Records`, for a handler without a unit of work. */
export const Acting = createParamDecorator((_: unknown, execution: ExecutionContext): Act => {
  const { act } = execution.switchToHttp().getRequest<Request>();
  if (!act) throw new Error('a route with @Acting needs @Records');
  return act;
});

/** Throws if a route that changes something for admins or operators does not say what it records. */
export function requireRecords(controllers: readonly Type[]): void {
  const missing = routesOf(controllers)
    .filter(({ method }) => method !== RequestMethod.GET)
    .filter(({ targets }) => {
      const access = accessOf(targets);
      return (
        access && (rolesFor(access).length > 0 || (access.audience === 'customer' && access.scope === 'own'))
      );
    })
    .filter(({ targets }) => !recordedOf(targets))
    .map(({ name }) => name);
  if (missing.length > 0)
    throw new Error(
      `These routes do not say what the trail records: ${missing.join(', ')}. Add @Records({ target, reason }) to each.`,
    );
}
