import { type RequestMethod, SetMetadata, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, Reflector } from '@nestjs/core';

/**
 * Who may call a route (audience), and whose data it reads or changes (tenant scope). The texts are part of the description in OpenAPI.
 */
export const ACCESS = {
  public: { none: 'Needs no token.' },
  /** A system outside that has no token, such as the payment gateway. The handler verifies its signature. */
  signed: { own: 'Needs no token: the sender signs the request.' },
  customer: {
    self: 'For every user: the caller’s own data.',
    own: 'For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.',
    tenant: 'For every user of the tenant.',
  },
  admin: { tenant: 'Needs the role `admin`: the data of the caller’s tenant.' },
  staff: {
    own: 'Needs the role `admin` or `operator`: for operators, the data of all tenants; for admins, that of the caller’s tenant.',
  },
  operator: { platform: 'Needs the role `operator`: the whole platform, with all tenants.' },
} as const;

export type Audience = keyof typeof ACCESS;
export type ScopeOf<A extends Audience> = keyof (typeof ACCESS)[A] & string;

export type Role = 'admin' | 'operator';

export interface RouteAccess {
  readonly audience: Audience;
  readonly scope: string;
}

const METADATA = 'waybill:access';
const reflector = new Reflector();

/**
 * States who may call a route, or all routes of a controller, and whose data they touch. Every route needs it: without it the service does
 * not start. The guard checks the audience. The handler must keep to the scope: for `tenant` it filters by `caller.tenant`, for `own` and
 * `self` also by `caller.subject`.
 */
export const Access = <A extends Audience>(
  audience: A,
  scope: ScopeOf<A>,
): MethodDecorator & ClassDecorator => SetMetadata(METADATA, { audience, scope });

/** The access of a handler, from its method or its controller. */
export function accessOf(targets: readonly [() => unknown, Type]): RouteAccess | undefined {
  return reflector.getAllAndOverride<RouteAccess | undefined>(METADATA, [...targets]);
}

/** The sentence of the OpenAPI description. */
export function accessText({ audience, scope }: RouteAccess): string {
  return (ACCESS[audience] as Readonly<Record<string, string>>)[scope]!;
}

export const needsToken = ({ audience }: RouteAccess): boolean =>
  audience !== 'public' && audience !== 'signed';
/** The roles of which the caller needs one; none for customers. */
export function rolesFor({ audience }: RouteAccess): readonly Role[] {
  if (audience === 'staff') return ['admin', 'operator'];
  return audience === 'admin' || audience === 'operator' ? [audience] : [];
}

export interface Route {
  /** Controller and method. */
  readonly name: string;
  readonly method: RequestMethod;
  readonly targets: readonly [() => unknown, Type];
}

/** The routes of these controllers. */
export function routesOf(controllers: readonly Type[]): Route[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, () => unknown>;
    return new MetadataScanner()
      .getAllMethodNames(prototype)
      .filter((name) => Reflect.hasMetadata(METHOD_METADATA, prototype[name]!))
      .map((name) => ({
        name: `${controller.name}.${name}`,
        method: Reflect.getMetadata(METHOD_METADATA, prototype[name]!) as RequestMethod,
        targets: [prototype[name]!, controller] as const,
      }));
  });
}

/** Throws if a route of the controllers does not say who may call it. */
export function requireAccess(controllers: readonly Type[]): void {
  const missing = routesOf(controllers)
    .filter(({ targets }) => !accessOf(targets))
    .map(({ name }) => name);
  if (missing.length > 0)
    throw new Error(
      `These routes do not say who may call them: ${missing.join(', ')}. Add @Access(audience, scope) to each, or to its controller.`,
    );
}
