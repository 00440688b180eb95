import {
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, map } from 'rxjs';
import { etagOf } from './preconditions.js';

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

/** Sends the version of the returned view as `ETag`: a strong one, for `If-Match`. */
export function Versioned<View extends VersionedView = VersionedView>(
  options: VersionedOptions<View> = {},
): MethodDecorator {
  return UseInterceptors(new VersionedInterceptor(options));
}

class VersionedInterceptor<View extends VersionedView> implements NestInterceptor<View, object> {
  constructor(private readonly options: VersionedOptions<View>) {}

  intercept(execution: ExecutionContext, next: CallHandler<View>): Observable<object> {
    const http = execution.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(map((view) => this.answer(view, reply)));
  }

  private answer(view: View, reply: FastifyReply): object {
    const { showVersion = true, location, status } = this.options;
    void reply.header('etag', etagOf(view));
    if (location) void reply.header('location', location(view));
    if (status) void reply.status(status(view));
    if (showVersion) return view;
    const { version: _, ...shown } = view;
    return shown;
  }
}
