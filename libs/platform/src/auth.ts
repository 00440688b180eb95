import { type CanActivate, type ExecutionContext, Injectable, createParamDecorator } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { accessOf, needsRole, needsToken } from './http/access.js';
import { platformErrors } from './http/platform.errors.js';
import type { Request } from './http/request-context.js';
import type { Principal } from './identity/claims.js';
import { Tokens, type Verified } from './identity/tokens.js';

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
    const handler = execution.getHandler() as () => unknown;
    const access = accessOf([handler, execution.getClass()]);
    // The service does not start with such a route (`requireAccess`).
    if (!access) throw new DomainError(platformErrors.FORBIDDEN, 'The route is open to nobody.');
    if (!needsToken(access)) return true;
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    const verified = await this.tokens.verify(request.headers['authorization']);
    const { principal } = verified;
    request.principal = principal;
    if (needsRole(access) && !principal[access.audience])
      throw new DomainError(platformErrors.FORBIDDEN, `The request needs the role \`${access.audience}\`.`);
    const isStream = this.reflector.get<boolean>(SSE_METADATA, handler);
    if (isStream) this.endWithToken(verified, request, http.getResponse<FastifyReply>());
    return true;
  }

  /** A stream ends when its token expires. */
  private endWithToken(
    verified: Verified,
    { raw: { socket } }: Request,
    { raw: response }: FastifyReply,
  ): void {
    const cancel = this.tokens.whenExpired(verified, () => {
      // An event that is written after the end is dropped, instead of crashing the process.
      response.on('error', () => {});
      response.end();
      // Nest stops the producer when the connection closes.
      socket.destroySoon();
    });
    response.once('close', cancel);
  }
}
