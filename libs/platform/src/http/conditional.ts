import { hash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { HEADERS_METADATA, SSE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@waybill/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { needsToken } from './access.js';
import { platformErrors } from './platform.errors.js';
import { isCurrent, preconditionsOf } from './preconditions.js';
import type { Request } from './request-context.js';

const CHECKED = 'waybill:preconditions';
/** The handler of the route compares the conditions of `context.preconditions` with the version of its resource. */
export const ChecksPreconditions = () => SetMetadata(CHECKED, true);

/** Whether a request only reads. */
export const isRead = ({ method }: Pick<FastifyRequest, 'method'>): boolean =>
  method === 'GET' || method === 'HEAD';

/** Refuses conditions that cannot be read, and those that the route would not check. */
@Injectable()
export class PreconditionsGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): boolean {
    if (execution.getType() !== 'http') return true;
    const request = execution.switchToHttp().getRequest<Request>();
    const conditions = preconditionsOf(request.headers);
    if (!conditions || isRead(request)) return true;
    if (this.reflector.get<boolean>(CHECKED, execution.getHandler())) return true;
    throw new DomainError(
      platformErrors.PRECONDITION_UNSUPPORTED,
      'This request checks neither If-Match nor If-None-Match. Leave the header out.',
    );
  }
}

/**
 * Whether the responses of a GET are tagged with the hash of their body: those below /v1 that need a token, unless the route states its own
 * Cache-Control.
 */
export function isTagged(path: string, access: Request['access'], handler?: () => unknown): boolean {
  const headers = handler
    ? (Reflect.getMetadata(HEADERS_METADATA, handler) as readonly { readonly name: string }[] | undefined)
    : undefined;
  if (handler && Reflect.getMetadata(SSE_METADATA, handler)) return false;
  if (headers?.some(({ name }) => name.toLowerCase() === 'cache-control')) return false;
  return path.startsWith('/v1/') && access !== undefined && needsToken(access);
}

/**
 * Answers conditional reads, whatever the route: with an `ETag` of the route, or a weak one from the hash of the body. Register it before
 * hooks that change the body or look for the `ETag`.
 */
export function answerConditionally(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const etag = isRead(request) && reply.statusCode === 200 ? etagFor(request, reply, payload) : undefined;
    if (etag === undefined) return done(null, payload);
    try {
      if (isCurrent(request.headers, etag)) {
        void reply.status(304).removeHeader('content-type').removeHeader('content-length');
        // Fastify drops the body of a HEAD after it has measured it.
        done(null, request.method === 'HEAD' ? payload : null);
      } else done(null, payload);
    } catch (error) {
      void reply.removeHeader('etag');
      done(error as Error);
    }
  });
}

function etagFor(request: FastifyRequest, reply: FastifyReply, payload: unknown): string | undefined {
  if (reply.hasHeader('etag')) return String(reply.getHeader('etag'));
  const { access, routeOptions } = request as Request;
  if (typeof payload !== 'string' || reply.hasHeader('cache-control')) return undefined;
  if (!isTagged(routeOptions.url ?? '', access)) return undefined;
  const etag = `W/"${hash('sha1', payload, 'base64url')}"`;
  void reply.header('etag', etag);
  return etag;
}
