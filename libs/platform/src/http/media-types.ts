import { applyDecorators } from '@nestjs/common';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';
import { DomainError } from '@waybill/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requireEncoding } from './decompression.js';
import { platformErrors } from './platform.errors.js';

export const NDJSON = 'application/x-ndjson';
const JSON_TYPE = 'application/json';
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** What a route takes instead of JSON. */
interface Takes {
  readonly feed?: boolean;
  readonly form?: boolean;
}

/** The route takes an HTML form, whose fields are not read: its URL says everything. */
export const TakesForm = () => applyDecorators(RouteConfig({ form: true }), ApiConsumes(...FORMS));

/** Refuses bodies of another media type, charset or encoding than the route reads. Call it before routes are registered. */
export function refuseUnreadableBodies(nest: NestFastifyApplication, fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _, done) => {
    if (!request.is404 && hasBody(request)) requireReadable(request);
    done();
  });
  fastify.removeContentTypeParser('text/plain');
  for (const type of FORMS) nest.useBodyParser(type, {}, (_request, _body, done) => done(null, undefined));
}

const hasBody = ({ headers, method }: FastifyRequest): boolean =>
  !['GET', 'HEAD', 'TRACE'].includes(method) &&
  (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0');

/** Throws UNSUPPORTED_MEDIA_TYPE. */
function requireReadable(request: FastifyRequest): void {
  const { headers, routeOptions } = request;
  const types = typesOf(routeOptions.config as Takes);
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';');
  if (!types.includes(type.trim().toLowerCase()))
    throw unreadable(
      `Send the body as ${types.join(' or ')}, not ${type ? `as ${type.trim()}` : 'without Content-Type'}.`,
    );
  const charset = charsetIn(parameters);
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw unreadable(`Send the body in UTF-8, not in the charset ${charset}.`);
  requireEncoding(request);
}

const unreadable = (why: string): DomainError => new DomainError(platformErrors.UNSUPPORTED_MEDIA_TYPE, why);

function typesOf({ feed = false, form = false }: Takes): readonly string[] {
  if (feed) return [NDJSON];
  return form ? FORMS : [JSON_TYPE];
}

function charsetIn(parameters: readonly string[]): string | undefined {
  const found = parameters.find((parameter) => /^\s*charset\s*=/i.test(parameter));
  return found?.slice(found.indexOf('=') + 1).replace(/[\s"]/g, '');
}
