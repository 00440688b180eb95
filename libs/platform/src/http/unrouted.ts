import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError, type ErrorType } from '@waybill/kernel';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuids } from '../runtime/uuids.js';
import { type Origins, openTo } from './cors.js';
import { ERROR_HEADERS } from './headers.js';
import type { ManagementPort } from './management-port.js';
import { platformErrors } from './platform.errors.js';
import { PROBLEM_JSON, problemBody } from './problem.js';
import type { RequestLog } from './request-log.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Longest time in which the headers of a request arrive. */
const HEADERS_MS = 60_000;
const LONGEST_CHECK_MS = 30_000;

export interface UnparsedOptions {
  readonly log: RequestLog;
  readonly origins: Origins;
  readonly management: ManagementPort;
  /** Longest time in which a request arrives, with its body. */
  readonly receiveMs: number;
}

/** Server options for requests that reach no hook, because Node's parser refuses them. Their responses are those of all other refusals. */
export function unparsedRequests({ log, origins, management, receiveMs }: UnparsedOptions) {
  return {
    // Fastify sets this one behind those of `http`.
    requestTimeout: receiveMs,
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || socket.destroyed) return;
      const type = PARSER_ERRORS[error.code] ?? platformErrors.BAD_REQUEST;
      const correlationId = uuids.next();
      const { remoteAddress } = socket;
      // A response that has begun cannot be replaced.
      if (socket.writable && !hasBegun(socket))
        socket.write(rawResponse(type, correlationId, management.owns(socket) ? {} : openTo(origins)));
      socket.destroy(error);
      log.writeUnparsed(type.status, type.code, correlationId, remoteAddress);
    },
    http: {
      // Otherwise Node refuses such requests itself; `refuseUnroutable` does.
      requireHostHeader: false,
      requestTimeout: receiveMs,
      headersTimeout: Math.min(receiveMs, HEADERS_MS),
      // How often Node looks for late requests.
      connectionsCheckingInterval: Math.min(Math.ceil(receiveMs / 10), LONGEST_CHECK_MS),
    },
  } satisfies FastifyHttpOptions<Server>;
}

const PARSER_ERRORS: Readonly<Record<string, ErrorType>> = {
  ERR_HTTP_REQUEST_TIMEOUT: platformErrors.REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: platformErrors.HEADERS_TOO_LARGE,
};

/** Node's own handler looks at the same field. */
const hasBegun = (socket: Socket): boolean =>
  (socket as { _httpMessage?: { readonly _headerSent?: boolean } })._httpMessage?._headerSent === true;

function rawResponse({ code, status, description }: ErrorType, correlationId: string, cors: object): string {
  const body = JSON.stringify(problemBody({ code, status }, description, '', correlationId));
  const headers = {
    ...ERROR_HEADERS,
    ...cors,
    'content-type': PROBLEM_JSON,
    'content-length': Buffer.byteLength(body),
    'x-correlation-id': correlationId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`;
}

/** Refuses what HTTP does not allow, and other methods than those of a path (405 with `Allow`). */
export function refuseUnroutable(fastify: FastifyInstance, management: ManagementPort): void {
  const literal = literalPaths(fastify);
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
    if (!url.startsWith('/') || !management.serves(url, request)) return undefined;
    const allowed = literal.get(url.replace(/[?#].*$/s, '')) ?? (isRouted(request) ? [] : methodsOf(url));
    if (allowed.length === 0 || allowed.includes(method)) return undefined;
    const names = METHODS.filter((one) => allowed.includes(one)).join(', ');
    void reply.header('allow', names);
    return new DomainError(platformErrors.METHOD_NOT_ALLOWED, `The path has no ${method}. It has ${names}.`);
  }

  function methodsOf(url: string): readonly string[] {
    return METHODS.filter((method) => fastify.findRoute({ method, url }) !== null);
  }
}

/** With CORS, all paths have a route for OPTIONS. */
const isRouted = ({ is404, routeOptions }: FastifyRequest): boolean => !is404 && routeOptions.url !== '*';

/**
 * The methods of each path without parameters. Such a path is not one with a parameter: for `PUT /letters/groups` the router would take
 * `PUT /letters/{id}`, and OpenAPI says that `/letters/groups` comes first.
 */
function literalPaths(fastify: FastifyInstance): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, readonly string[]>();
  fastify.addHook('onRoute', ({ url, method }) => {
    if (!/[:*]/.test(url)) methods.set(url, (methods.get(url) ?? []).concat(method));
  });
  return methods;
}

function protocolRefusal({ headers, httpVersion }: IncomingMessage): DomainError | undefined {
  const { host, expect = '100-continue' } = headers;
  if (host === undefined && httpVersion === '1.1')
    return new DomainError(platformErrors.BAD_REQUEST, 'The request has no Host header.');
  if (expect.toLowerCase() !== '100-continue')
    return new DomainError(platformErrors.EXPECTATION_FAILED, `The expectation ${expect} cannot be met.`);
  return undefined;
}
