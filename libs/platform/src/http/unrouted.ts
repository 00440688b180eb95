import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError, type ErrorType } from '@waybill/kernel';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuids } from '../runtime/uuids.js';
import { ERROR_HEADERS } from './headers.js';
import type { ManagementPort } from './management-port.js';
import { platformErrors } from './platform.errors.js';
import { PROBLEM_JSON, problemBody } from './problem.js';
import { type Request, traceRequest } from './request-context.js';
import type { RequestLog } from './request-log.js';
import { badText, tooLong } from './text.js';

/** Longest value of a path parameter. */
const MOST_PARAMETER = 500;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Server options for requests that reach no hook: URLs that the router cannot read, and what Node's parser refuses. Their responses are
 * those of all other refusals.
 */
export function unroutedRequests(log: RequestLog) {
  return {
    routerOptions: { maxParamLength: MOST_PARAMETER },
    frameworkErrors: (error, request, reply) => {
      traceRequest(request, reply);
      const { type, message } =
        error.code === 'FST_ERR_MAX_PARAM_LENGTH'
          ? tooLong(`A part of the path is too long; at most ${MOST_PARAMETER} characters`)
          : badText('The URL');
      refuse(type, message, request, reply);
      log.write(request, reply);
    },
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || socket.destroyed) return;
      const type = PARSER_ERRORS[error.code] ?? platformErrors.BAD_REQUEST;
      const correlationId = uuids.next();
      const { remoteAddress } = socket;
      // A response that has begun cannot be replaced.
      if (socket.writable && !hasBegun(socket))
        socket.write(rawResponse(type, type.description, correlationId));
      socket.destroy(error);
      log.writeUnparsed(type.status, type.code, correlationId, remoteAddress);
    },
    // Otherwise Node refuses such requests itself; `refuseUnroutable` does.
    http: { requireHostHeader: false },
  } satisfies FastifyHttpOptions<Server>;
}

const PARSER_ERRORS: Readonly<Record<string, ErrorType>> = {
  ERR_HTTP_REQUEST_TIMEOUT: platformErrors.REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: platformErrors.HEADERS_TOO_LARGE,
};

/** Node's own handler looks at the same field. */
const hasBegun = (socket: Socket): boolean =>
  (socket as { _httpMessage?: { readonly _headerSent?: boolean } })._httpMessage?._headerSent === true;

function refuse(type: ErrorType, detail: string, request: FastifyRequest, reply: FastifyReply): void {
  const { traced } = request as Request;
  (request as Request).refusal = { code: type.code };
  void reply
    .status(type.status)
    .headers(ERROR_HEADERS)
    .type(PROBLEM_JSON)
    .send(JSON.stringify(problemBody(type, detail, request.url, traced.correlationId)));
}

function rawResponse(type: ErrorType, detail: string, correlationId: string): string {
  const body = JSON.stringify(problemBody(type, detail, '', correlationId));
  const headers = {
    ...ERROR_HEADERS,
    'content-type': PROBLEM_JSON,
    'content-length': Buffer.byteLength(body),
    'x-correlation-id': correlationId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${type.status} ${STATUS_CODES[type.status]}\r\n${lines.join('')}\r\n${body}`;
}

/** Refuses what HTTP does not allow, and other methods than those of a path (405 with `Allow`). */
export function refuseUnroutable(fastify: FastifyInstance, management: ManagementPort): void {
  // Routed like any other request, so that it is refused like any other request.
  fastify.server.on('checkExpectation', fastify.routing);
  fastify.addHook('onRequest', (request, reply, done) => {
    const refusal = protocolRefusal(request.raw) ?? methodRefusal(request, reply);
    if (refusal) done(refusal);
    else done();
  });

  function methodRefusal(request: FastifyRequest, reply: FastifyReply): DomainError | undefined {
    const { url, method } = request;
    // `OPTIONS *` is about the server, not about a path.
    if (!request.is404 || !url.startsWith('/') || !management.serves(url, request)) return undefined;
    const allowed = METHODS.filter((one) => fastify.findRoute({ method: one, url }) !== null);
    if (allowed.length === 0 || allowed.some((one) => one === method)) return undefined;
    void reply.header('allow', allowed.join(', '));
    const detail = `The path has no ${method}. It has ${allowed.join(', ')}.`;
    return new DomainError(platformErrors.METHOD_NOT_ALLOWED, detail);
  }
}

function protocolRefusal({ headers, httpVersion }: IncomingMessage): DomainError | undefined {
  const { host, expect = '100-continue' } = headers;
  if (host === undefined && httpVersion === '1.1')
    return new DomainError(platformErrors.BAD_REQUEST, 'The request has no Host header.');
  if (expect.toLowerCase() !== '100-continue')
    return new DomainError(platformErrors.EXPECTATION_FAILED, `The expectation ${expect} cannot be met.`);
  return undefined;
}
