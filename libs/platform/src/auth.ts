import { type CanActivate, type ExecutionContext, Injectable, createParamDecorator } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { accessOf, needsToken, rolesFor } from './http/access.js';
import { refuseEncoded } from './http/decompression.js';
import { platformErrors } from './http/platform.errors.js';
import { waitSecondsOf } from './http/prefer-wait.js';
import { actOf } from './http/records.js';
import type { Request } from './http/request-context.js';
import type { Principal } from './identity/claims.js';
import { Tokens } from './identity/tokens.js';
import { OpenRequests } from './quotas/open-requests.js';
import { RateLimits } from './quotas/rate-limits.js';

export const Caller = createParamDecorator((_: unknown, execution: ExecutionContext): Principal => {
  return execution.switchToHttp().getRequest<{ principal: Principal }>().principal;
});

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
    private readonly open: OpenRequests,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (execution.getType() !== 'http') return true;
    const handler = execution.getHandler() as () => unknown;
    const access = accessOf([handler, execution.getClass()]);
    // The service does not start with such a route (`requireAccess`).
    if (!access) throw new DomainError(platformErrors.FORBIDDEN, 'The route is open to nobody.');
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    request.access = access;
    if (access.audience === 'signed') refuseEncoded(request);
    if (!needsToken(access)) return true;
    const reply = http.getResponse<FastifyReply>();
    const verified = await this.tokens
      .verify(request.headers['authorization'])
      .catch(async (error: unknown) => {
        throw await this.limits.refusalOf(request, error);
      });
    const { principal } = verified;
    request.principal = principal;
    await this.limits.count(request);
    const roles = rolesFor(access);
    if (roles.length > 0 && !roles.some((role) => principal[role])) {
      const named = roles.map((role) => `\`${role}\``).join(' or ');
      throw new DomainError(platformErrors.FORBIDDEN, `The request needs the role ${named}.`);
    }
    if (principal.admin || principal.operator) request.act = actOf(request, [handler, execution.getClass()]);
    if (waitSecondsOf(request) > 0) this.open.addWait(principal, reply);
    if (this.reflector.get<boolean>(SSE_METADATA, handler)) this.open.addStream(verified, request, reply);
    return true;
  }
}
