import { STATUS_CODES } from 'node:http';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, SSE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ErrorType } from '@waybill/kernel';
import type { ServiceApp } from '../service-app.js';
import { accessOf, needsToken, rolesFor } from './access.js';
import { NO_DEADLINE } from './deadline.js';
import { CODES, codesOfWhole } from './json-schema.js';
import { serviceErrors as errors } from './platform.errors.js';
import { PREFER } from './prefer-wait.js';
import { REFUSES } from './refuses.js';
import { queriesOf } from './route-queries.js';
import { NEEDS_NOTHING } from './started.guard.js';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Components = NonNullable<OpenAPIObject['components']>;
/** The handler of an operation and its controller. */
export type Targets = [handler: () => unknown, controller: Type];

const reflector = new Reflector();
/** Of any URL, and of any condition. */
const URL_ERRORS = [errors.BAD_TEXT, errors.IF_MATCH_INVALID, errors.UNKNOWN_PARAMETER, errors.URL_TOO_LONG];
const TOKEN_ERRORS = [
  errors.TOKEN_MISSING,
  errors.TOKEN_INVALID,
  errors.IDENTITY_PROVIDER_UNAVAILABLE,
  errors.RATE_LIMITED,
];

/** Adds the error responses of guards, pipes and error filter, and those that the route declares. */
export function addRefusals(
  operation: Operation,
  targets: Targets,
  components: Components,
  app: Pick<ServiceApp, 'errors'>,
): void {
  const refusals = refusalsOf(operation, targets, components, app);
  for (const [status, codes] of [...refusals].sort(([a], [b]) => a - b)) {
    operation.responses[status] = problemWith(status, [...codes].sort(), components);
  }
}

/** Error codes of an operation by HTTP status. Throws for a code that no feature declares. */
function refusalsOf(
  { operationId, parameters = [], requestBody }: Operation,
  targets: Targets,
  components: Components,
  { errors: own = {} }: Pick<ServiceApp, 'errors'>,
): Map<number, Set<string>> {
  const has = (name: string) =>
    parameters.some((parameter) => 'name' in parameter && parameter.name === name);
  const hasQuery = parameters.some((parameter) => 'in' in parameter && parameter.in === 'query');
  const told = (key: string): boolean => reflector.getAllAndOverride<boolean>(key, targets);
  const access = accessOf(targets)!;
  const requiresKey = parameters.some(
    (one) => 'name' in one && one.name === 'Idempotency-Key' && one.required === true,
  );
  const isWrite = Reflect.getMetadata(METHOD_METADATA, targets[0]) !== RequestMethod.GET;
  const json = requestBody && 'content' in requestBody && 'application/json' in requestBody.content;
  // A route that needs no body reads one, too.
  const readsJson = json || (isWrite && !requestBody);
  const known: Readonly<Record<string, ErrorType>> = { ...errors, ...own };
  const types: ErrorType[] = [
    errors.INTERNAL,
    ...URL_ERRORS,
    ...(told(NEEDS_NOTHING) ? [] : [errors.UNAVAILABLE]),
    ...(told(NEEDS_NOTHING) || told(NO_DEADLINE) ? [] : [errors.DEADLINE_EXCEEDED]),
    ...(needsToken(access) ? TOKEN_ERRORS : []),
    ...(rolesFor(access).length > 0 ? [errors.FORBIDDEN] : []),
    ...(isWrite ? [errors.UNSUPPORTED_MEDIA_TYPE] : []),
    ...(readsJson || requestBody ? [errors.BAD_ENCODING] : []),
    ...(told(SSE_METADATA) ? [errors.TOO_MANY_STREAMS] : []),
    ...(has(PREFER) ? [errors.TOO_MANY_WAITS] : []),
    ...(readsJson
      ? [errors.BAD_JSON, errors.BODY_TOO_DEEP, errors.FIELD_REPEATED, errors.BODY_TOO_LARGE]
      : []),
    ...(json ? [errors.UNKNOWN_FIELD] : []),
    ...(json || parameters.some(isChecked) ? [errors.VALIDATION_FAILED] : []),
    ...(hasQuery ? [errors.PARAMETER_REPEATED] : []),
    ...(has('cursor') ? [errors.CURSOR_INVALID] : []),
    ...(has('Idempotency-Key')
      ? [errors.IDEMPOTENCY_KEY_INVALID, errors.IDEMPOTENCY_KEY_REUSED, errors.IDEMPOTENCY_KEY_IN_USE]
      : []),
    ...(requiresKey ? [errors.IDEMPOTENCY_KEY_MISSING] : []),
    ...(has('If-None-Match') ? [errors.PRECONDITION_FAILED] : []),
    ...(isWrite && !has('If-None-Match') ? [errors.PRECONDITION_UNSUPPORTED] : []),
    ...reflector.getAllAndMerge<ErrorType[]>(REFUSES, targets),
  ];
  const refusals = new Map<number, Set<string>>();
  const add = (status: number, code: string): void =>
    void refusals.set(status, (refusals.get(status) ?? new Set()).add(code));
  for (const { code, status } of types) {
    if (!known[code]) throw new Error(`${operationId} refuses with ${code}, which no feature declares`);
    add(status, code);
  }
  for (const code of codesIn([parameters, requestBody], components.schemas)) add(400, code);
  // Of rules for several query parameters, for which OpenAPI has no place.
  for (const { schema } of queriesOf(...targets)) for (const code of codesOfWhole(schema)) add(400, code);
  return refusals;
}

/** Whether a parameter has a schema that some values do not match. */
function isChecked(parameter: object): boolean {
  const { in: place, schema = {} } = parameter as { in?: string; schema?: object };
  if (place === 'query') return true;
  const rules = Object.keys(schema).filter((key) => !['type', 'description', 'example'].includes(key));
  return place === 'path' && rules.length > 0;
}

/** Error codes in the schemas of a request, including referenced schemas. */
function codesIn(node: unknown, schemas: Components['schemas'] = {}): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { [CODES]: own = [], $ref, ...parts } = node as { [CODES]?: string[]; $ref?: string };
  const referred = $ref && schemas[$ref.replace('#/components/schemas/', '')];
  return [...own, ...[...Object.values(parts), referred].flatMap((part) => codesIn(part, schemas))];
}

/** A response with one of these codes. Responses with few codes are shared components. */
function problemWith(status: number, codes: readonly string[], { responses = {} }: Components) {
  const description = `${STATUS_CODES[status]}: ${codes.join(', ')}`;
  const coded = { type: 'object', properties: { code: { type: 'string', enum: [...codes] } } };
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, coded] };
  const response = {
    description,
    headers: { 'X-Correlation-Id': { $ref: '#/components/headers/CorrelationId' } },
    content: { 'application/problem+json': { schema } },
  };
  if (codes.length > 3) return response;
  const name = codes
    .map((code) => code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()))
    .join('Or');
  responses[name] = response;
  return { $ref: `#/components/responses/${name}` };
}
