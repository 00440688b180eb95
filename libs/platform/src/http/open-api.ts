import { STATUS_CODES } from 'node:http';
import type { Type } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ErrorType } from '@waybill/kernel';
import type { ServiceApp } from '../service-app.js';
import { accessOf, accessText, needsToken, rolesFor } from './access.js';
import { CODES, jsonSchemaOf } from './json-schema.js';
import { serviceErrors as errors } from './platform.errors.js';
import { PREFER } from './prefer-wait.js';
import { problem } from './problem.js';
import { REFUSES } from './refuses.js';
import { NEEDS_NOTHING } from './started.guard.js';

type Described = Pick<ServiceApp, 'name' | 'description' | 'errors'>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Components = NonNullable<OpenAPIObject['components']>;
/** The handler of an operation and its controller. */
type Targets = [handler: () => unknown, controller: Type];

const reflector = new Reflector();
const text = { type: 'string' } as const;
/** Header parameters of all operations. */
const PARAMETERS: NonNullable<Components['parameters']> = {
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    schema: text,
    description: 'Identifies the request in logs, messages and the response. Generated if absent',
  },
  Traceparent: {
    name: 'traceparent',
    in: 'header',
    schema: text,
    description: 'W3C Trace Context. A new trace starts if absent',
  },
};
const TOKEN_ERRORS = [
  errors.TOKEN_MISSING,
  errors.TOKEN_INVALID,
  errors.IDENTITY_PROVIDER_UNAVAILABLE,
  errors.RATE_LIMITED,
];
const HEADERS = {
  CorrelationId: { description: 'Identifies the request in logs and messages', schema: text },
};

/** The OpenAPI document of a service's HTTP surface. The name of a handler's method is its operationId. */
export function openApi(nest: NestFastifyApplication, app: Described): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(`Waybill ${app.name}`)
    .setDescription(app.description)
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(nest, config, {
    operationIdFactory: (_, method) => method,
    standardSchemaConverter: (schema, { schemaType }) => jsonSchemaOf(schema, schemaType),
  });
  const { schemas = {}, ...others } = document.components ?? {};
  const components = {
    ...others,
    parameters: PARAMETERS,
    headers: HEADERS,
    responses: {},
    schemas,
  };
  Object.assign(schemas, jsonSchemaOf(problem, 'output')?.components);
  const targets = targetsOf(nest);
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path) as Operation[]) {
      complete(operation, targets.get(operation.operationId!)!, components, app);
    }
  }
  return { ...document, components };
}

function targetsOf(nest: NestFastifyApplication): Map<string, Targets> {
  const controllers = [...nest.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return new Map(
    controllers.flatMap(({ metatype }) => {
      const controller = metatype as Type<Record<string, () => unknown>>;
      const names = new MetadataScanner().getAllMethodNames(controller.prototype as object);
      return names.map((name) => [name, [controller.prototype[name], controller]] as const);
    }),
  ) as Map<string, Targets>;
}

/** Adds what all operations have in common, and the error responses of guards and error filter. */
function complete(operation: Operation, targets: Targets, components: Components, app: Described): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!response || '$ref' in response) continue;
    response.description ||= STATUS_CODES[status] ?? '';
    response.headers = {
      'X-Correlation-Id': { $ref: '#/components/headers/CorrelationId' },
      ...response.headers,
    };
  }
  const refusals = refusalsOf(operation, targets, components, app);
  for (const [status, codes] of [...refusals].sort(([a], [b]) => a - b)) {
    operation.responses[status] = problemWith(status, [...codes].sort(), components);
  }
  const access = accessOf(targets)!;
  operation.description = `${operation.description ?? ''}\n\n${accessText(access)}`.trim();
  Object.assign(operation, { 'x-audience': access.audience, 'x-tenant-scope': access.scope });
  operation.security = needsToken(access) ? [{ bearer: [] }] : [];
  operation.parameters = [
    ...(operation.parameters ?? []),
    ...Object.keys(components.parameters ?? {}).map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
}

/** Error codes of an operation by HTTP status. Throws for a code that no feature declares. */
function refusalsOf(
  { operationId, parameters = [], requestBody }: Operation,
  targets: Targets,
  components: Components,
  { errors: own = {} }: Described,
): Map<number, Set<string>> {
  const has = (name: string) =>
    parameters.some((parameter) => 'name' in parameter && parameter.name === name);
  const told = (key: string): boolean => reflector.getAllAndOverride<boolean>(key, targets);
  const access = accessOf(targets)!;
  const json = requestBody && 'content' in requestBody && 'application/json' in requestBody.content;
  const known: Readonly<Record<string, ErrorType>> = { ...errors, ...own };
  const types: ErrorType[] = [
    errors.INTERNAL,
    ...(told(NEEDS_NOTHING) ? [] : [errors.UNAVAILABLE]),
    ...(needsToken(access) ? TOKEN_ERRORS : []),
    ...(rolesFor(access).length > 0 ? [errors.FORBIDDEN] : []),
    ...(requestBody ? [errors.UNSUPPORTED_MEDIA_TYPE] : []),
    ...(told(SSE_METADATA) ? [errors.TOO_MANY_STREAMS] : []),
    ...(has(PREFER) ? [errors.TOO_MANY_WAITS] : []),
    ...(json ? [errors.BAD_JSON, errors.BODY_TOO_DEEP, errors.UNKNOWN_FIELD, errors.BODY_TOO_LARGE] : []),
    ...(json || parameters.some((parameter) => 'in' in parameter && parameter.in === 'query')
      ? [errors.VALIDATION_FAILED]
      : []),
    ...(has('cursor') ? [errors.CURSOR_INVALID] : []),
    ...(has('Idempotency-Key')
      ? [errors.IDEMPOTENCY_KEY_MISSING, errors.IDEMPOTENCY_KEY_REUSED, errors.IDEMPOTENCY_KEY_IN_USE]
      : []),
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
  return refusals;
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
  if (codes.length > 2) return response;
  const name = codes
    .map((code) => code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()))
    .join('Or');
  responses[name] = response;
  return { $ref: `#/components/responses/${name}` };
}
