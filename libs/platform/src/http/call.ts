import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Context } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../identity/claims.js';
import { ChecksPreconditions } from './conditional.js';
import { queryOf } from './fingerprint.js';
import { IF_MATCH, ONLY_IF_NONE_MATCH } from './preconditions.js';
import { applyWait, waitSecondsOf } from './prefer-wait.js';
import { KEY_PATTERN, REPLAYED, type Request, contextOf } from './request-context.js';

/** A writing request: its caller, context and preconditions. */
export class HttpCall {
  constructor(
    /** The context of the request's command. */
    readonly context: Context,
    private readonly request: Request,
    private readonly reply: FastifyReply,
  ) {}

  get caller(): Principal {
    return this.request.principal;
  }

  /** Seconds of `Prefer: wait=N` (RFC 7240), at most 30; 0 without the header. The response says that they are applied. */
  applyWait(): number {
    const seconds = waitSecondsOf(this.request);
    applyWait(this.reply, seconds);
    return seconds;
  }

  /** Aborts when the connection closes, or the response is sent. */
  get gone(): AbortSignal {
    const gone = new AbortController();
    // With a reason, because abort() without one creates an error with a stack.
    this.reply.raw.once('close', () => gone.abort('closed'));
    return gone.signal;
  }

  /** Whether the response is the stored one of an earlier request with the same Idempotency-Key. */
  get isReplayed(): boolean {
    return this.reply.hasHeader(REPLAYED);
  }
}

export interface CallOptions {
  /** Refuses requests without an Idempotency-Key. Default: the header is optional. */
  readonly requireKey?: boolean;
  /**
   * The handler compares `context.preconditions` with the version of the resource. Without it, requests with `If-Match` or `If-None-Match`
   * are refused. A string replaces the default description of `If-Match`.
   */
  readonly ifMatch?: boolean | string;
}

const EXAMPLE_KEY = '0f9c1f4e-6e0b-4f5d-8a52-3f1f6f6f2a10';

const call = createParamDecorator(
  ({ requireKey = false }: CallOptions, execution: ExecutionContext): HttpCall => {
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    const reply = http.getResponse<FastifyReply>();
    const query = queryOf(execution, request.query);
    return new HttpCall(contextOf(request, reply, { requireKey, query }), request, reply);
  },
);

/** Route argument with everything except path, query and body. */
export function Call(options: CallOptions = {}): ParameterDecorator {
  const { requireKey = false, ifMatch = false } = options;
  return (target, method, index) => {
    call(options)(target, method, index);
    const route = Object.getOwnPropertyDescriptor(target, method!)!;
    ApiHeader({
      name: 'Idempotency-Key',
      required: requireKey,
      description:
        'A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)',
      schema: { type: 'string', pattern: KEY_PATTERN, example: EXAMPLE_KEY },
    })(target, method!, route);
    if (ifMatch === false) return;
    ChecksPreconditions()(target, method!, route);
    ApiHeader(ifMatch === true ? IF_MATCH : { ...IF_MATCH, description: ifMatch })(target, method!, route);
    ApiHeader(ONLY_IF_NONE_MATCH)(target, method!, route);
  };
}
