import {
  type CallHandler,
  type ExecutionContext,
  HttpStatus,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, map } from 'rxjs';
import { etagOf } from './if-match.js';
import type { Request } from './request-context.js';

/** A response body with the version of the resource. */
export interface VersionedView {
  readonly version: number;
}

export interface VersionedOptions<View extends VersionedView> {
  /** Whether the body contains the version; default: true. */
  readonly showVersion?: boolean;
  /** The path of the resource for the `Location` header. */
  readonly location?: (view: View) => string;
  /** For a route whose status depends on what it returns. */
  readonly status?: (view: View) => number;
}

/**
 * Sends the version of the returned view as `ETag`. A GET with this ETag in `If-None-Match` gets 304 without a body.
 */
export function Versioned<View extends VersionedView = VersionedView>(
  options: VersionedOptions<View> = {},
): MethodDecorator {
  return UseInterceptors(new VersionedInterceptor(options));
}

class VersionedInterceptor<View extends VersionedView> implements NestInterceptor<View, object | undefined> {
  constructor(private readonly options: VersionedOptions<View>) {}

  intercept(execution: ExecutionContext, next: CallHandler<View>): Observable<object | undefined> {
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(map((view) => this.answer(view, request, reply)));
  }

  private answer(view: View, { method, headers }: Request, reply: FastifyReply): object | undefined {
    const { showVersion = true, location, status } = this.options;
    const etag = etagOf(view);
    void reply.header('etag', etag);
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRead && headers['if-none-match'] === etag) {
      void reply.status(HttpStatus.NOT_MODIFIED);
      return undefined;
    }
    if (location) void reply.header('location', location(view));
    if (status) void reply.status(status(view));
    if (showVersion) return view;
    const { version: _, ...shown } = view;
    return shown;
  }
}
