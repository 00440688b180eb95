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

/** What a route returns: a view with the version of the resource. */
export interface VersionedView {
  readonly version: number;
}

export interface VersionedOptions<View extends VersionedView> {
  /** Whether the body shows the version; true when absent. */
  readonly showVersion?: boolean;
  /** The path of the resource, for `Location`. */
  readonly location?: (view: View) => string;
  /** For a route whose status depends on what it returns. */
  readonly status?: (view: View) => number;
}

/**
 * The version of what the route returns becomes the `ETag` of the answer. A GET whose `If-None-Match` is that ETag is answered with
 * 304 and no body.
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
