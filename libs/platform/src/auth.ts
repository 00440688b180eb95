import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  createParamDecorator,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@waybill/kernel';
import { type JWTPayload, createRemoteJWKSet, jwtVerify } from 'jose';
import type { CommonSettings } from './settings.js';
import { platformErrors } from './http/platform.errors.js';

/** The caller of a request. All values come from the verified token. */
export interface Principal {
  readonly subject: string;
  readonly tenant: string;
  readonly admin: boolean;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** Verifies bearer tokens, and caches each verified token until it expires. */
export class Tokens {
  private readonly known = new Map<string, { principal: Principal; expires: number }>();
  private readonly verify: (token: string) => Promise<{ payload: JWTPayload }>;

  constructor(settings: Pick<CommonSettings, 'JWKS_URL' | 'JWT_KEY' | 'JWT_ISSUER' | 'JWT_AUDIENCE'>) {
    const { JWKS_URL, JWT_KEY, JWT_ISSUER, JWT_AUDIENCE } = settings;
    const claims = {
      requiredClaims: ['sub', 'exp'],
      ...(JWT_ISSUER === undefined ? {} : { issuer: JWT_ISSUER }),
      ...(JWT_AUDIENCE === undefined ? {} : { audience: JWT_AUDIENCE }),
    };
    if (JWKS_URL) {
      const keys = createRemoteJWKSet(new URL(JWKS_URL));
      const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
      this.verify = (token) => jwtVerify(token, keys, { ...claims, algorithms });
    } else {
      const key = new TextEncoder().encode(JWT_KEY);
      this.verify = (token) => jwtVerify(token, key, { ...claims, algorithms: ['HS256'] });
    }
  }

  async principal(authorization: string | undefined): Promise<Principal> {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token)
      throw new DomainError(platformErrors.TOKEN_MISSING, 'Send a bearer token in the Authorization header.');
    const known = this.known.get(token);
    if (known && known.expires > Date.now()) return known.principal;
    const { payload } = await this.verify(token).catch((cause: unknown) => {
      throw new DomainError(
        platformErrors.TOKEN_INVALID,
        `The token is not valid: ${(cause as Error).message}`,
      );
    });
    const principal = principalOf(payload);
    if (this.known.size >= 10_000) this.known.clear();
    this.known.set(token, { principal, expires: Number(payload.exp) * 1_000 });
    return principal;
  }
}

function principalOf({ sub, ...claims }: JWTPayload): Principal {
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : undefined);
  const roles = Array.isArray(claims['roles']) ? claims['roles'] : [];
  return {
    subject: sub!,
    tenant: text('tenant') ?? 'default',
    admin: roles.includes('admin'),
    name: text('name'),
    email: text('email'),
  };
}

export const PUBLIC = 'waybill:public';
export const ADMIN = 'waybill:admin';

/** The route needs no token: health, metrics, signed webhooks. */
export const Public = () => SetMetadata(PUBLIC, true);
/** The route needs a token with the role `admin`. */
export const Admin = () => SetMetadata(ADMIN, true);

export const Caller = createParamDecorator((_: unknown, execution: ExecutionContext): Principal => {
  return execution.switchToHttp().getRequest<{ principal: Principal }>().principal;
});

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (execution.getType() !== 'http') return true;
    const targets = [execution.getHandler(), execution.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const request = execution
      .switchToHttp()
      .getRequest<{ headers: Record<string, string>; principal?: Principal }>();
    const principal = await this.tokens.principal(request.headers['authorization']);
    request.principal = principal;
    if (this.reflector.getAllAndOverride<boolean>(ADMIN, targets) && !principal.admin) {
      throw new DomainError(platformErrors.FORBIDDEN, 'The request needs the role `admin`.');
    }
    return true;
  }
}
