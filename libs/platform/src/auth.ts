import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  createParamDecorator,
} from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { platformErrors } from './http/platform.errors.js';
import type { Request } from './http/request-context.js';
import type { Principal } from './identity/claims.js';
import { Tokens, type Verified } from './identity/tokens.js';

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
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    const verified = await this.tokens.verify(request.headers['authorization']);
    const { principal } = verified;
    request.principal = principal;
    if (this.reflector.getAllAndOverride<boolean>(ADMIN, targets) && !principal.admin) {
      throw new DomainError(platformErrors.FORBIDDEN, 'The request needs the role `admin`.');
    }
    const isStream = this.reflector.get<boolean>(SSE_METADATA, execution.getHandler());
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
