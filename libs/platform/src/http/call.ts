import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Context } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../auth.js';
import { IF_MATCH, versionOf } from './if-match.js';
import { REPLAYED, type Request, contextOf } from './request-context.js';

/** A request that changes something: who sends it, in which context, and under which conditions. */
export class HttpCall {
  constructor(
    /** The context of the command that the request makes. */
    readonly context: Context,
    private readonly request: Request,
    private readonly reply: FastifyReply,
  ) {}

  get caller(): Principal {
    return this.request.principal;
  }

  /** The version in `If-Match`; undefined without one. Throws IF_MATCH_INVALID. */
  get seenVersion(): number | undefined {
    return versionOf(this.request.headers['if-match']);
  }

  /** N of `Prefer: wait=N` (RFC 7240), at most half a minute; 0 without one. */
  get waitSeconds(): number {
    const prefer = String(this.request.headers['prefer'] ?? '');
    const seconds = /(?:^|[,;\s])wait=(\d+)/i.exec(prefer)?.[1];
    return Math.min(Number(seconds ?? 0), 30);
  }

  /** Whether the answer to an earlier request with the same Idempotency-Key is given again. */
  get isReplayed(): boolean {
    return this.reply.hasHeader(REPLAYED);
  }
}

export interface CallOptions {
  /** Refuses a request without an Idempotency-Key; it is optional otherwise. */
  readonly requireKey?: boolean;
  /** Documents `If-Match`, with a description of its own where the usual one does not hold. */
  readonly ifMatch?: boolean | string;
}

const call = createParamDecorator(
  ({ requireKey = false }: CallOptions, execution: ExecutionContext): HttpCall => {
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    const reply = http.getResponse<FastifyReply>();
    return new HttpCall(contextOf(request, reply, requireKey), request, reply);
  },
);

/** The one argument of a route for everything that is not path, query or body. */
export function Call(options: CallOptions = {}): ParameterDecorator {
  const { requireKey = false, ifMatch = false } = options;
  return (target, method, index) => {
    call(options)(target, method, index);
    const route = Object.getOwnPropertyDescriptor(target, method!)!;
    ApiHeader({
      name: 'Idempotency-Key',
      required: requireKey,
      description: 'Repeating a request with the same key returns the first response, for 24 hours',
    })(target, method!, route);
    if (ifMatch === false) return;
    ApiHeader(ifMatch === true ? IF_MATCH : { ...IF_MATCH, description: ifMatch })(target, method!, route);
  };
}
