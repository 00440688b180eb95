import { STATUS_CODES } from 'node:http';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, SSE_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ErrorType } from '@waybill/kernel';
import type { ServiceApp } from '../service-app.js';
import { accessOf, accessText, needsToken, rolesFor } from './access.js';
import { IN_TIME, NO_DEADLINE } from './deadline.js';
import { type StreamedEvents, STREAMS_EVENTS } from './event-stream.js';
import { CODES, codesOfWhole, jsonSchemaOf } from './json-schema.js';
import { placeExamples } from './open-api-examples.js';
import { serviceErrors as errors } from './platform.errors.js';
import { isTagged } from './conditional.js';
import { IF_NONE_MATCH, WEAK_ETAG } from './preconditions.js';
import { PREFER } from './prefer-wait.js';
import { problem } from './problem.js';
import { REFUSES } from './refuses.js';
import { queriesOf } from './route-queries.js';
import { INPUT, shareComponents } from './shared-components.js';
import { NEEDS_NOTHING } from './started.guard.js';

type Described = Pick<ServiceApp, 'name' | 'description' | 'errors' | 'tags'>;
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
const LICENSE = { name: 'MIT', identifier: 'MIT' };
const CONTACT = { name: 'The team that operates this service' };
/** Descriptions of the tags of routes that every service has. */
const PLATFORM_TAGS = {
  operations: 'Health, messages that wait or have failed, and the trail of what admins and operators did.',
  schemas: 'JSON Schemas of the messages that services exchange.',
};
/** Of any URL, and of any condition. */
const URL_ERRORS = [errors.BAD_TEXT, errors.IF_MATCH_INVALID, errors.UNKNOWN_PARAMETER, errors.URL_TOO_LONG];
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
    .setOpenAPIVersion('3.1.0')
    .setTitle(titleOf(app))
    .setDescription(`${app.description}\n\n${IN_TIME}`)
    .setVersion('1')
    .addServer('/', 'Where this document is served')
    .addBearerAuth()
    .build();
  const converter = new Converter();
  const document = SwaggerModule.createDocument(nest, config, {
    operationIdFactory: (_, method) => method,
    standardSchemaConverter: (schema, { schemaType }) => converter.convert(schema, schemaType),
  });
  const { schemas = {}, ...others } = document.components ?? {};
  const components = {
    ...others,
    parameters: PARAMETERS,
    headers: HEADERS,
    responses: {},
    schemas,
  };
  Object.assign(schemas, converter.convert(problem, 'output')?.components);
  const targets = targetsOf(nest);
  const operations: Operation[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods) as [string, Operation][]) {
      const handler = targets.get(operation.operationId!)!;
      const events = reflector.getAllAndOverride<StreamedEvents | undefined>(STREAMS_EVENTS, handler);
      if (events) describeEvents(operation, events, converter, schemas);
      if (method === 'get' && isTagged(path, accessOf(handler), handler[0])) addConditions(operation);
      complete(operation, handler, components, app);
      operations.push(operation);
    }
  }
  const tags = [...new Set(operations.flatMap((operation) => operation.tags ?? []))];
  const described: Readonly<Record<string, string>> = { ...PLATFORM_TAGS, ...app.tags };
  return placeExamples(
    shareComponents({
      ...document,
      info: { ...document.info, license: LICENSE, contact: CONTACT },
      tags: tags.map((name) => ({ name, description: described[name] ?? '' })),
      components,
    }),
  );
}

/** The title of the document and of its page. */
export const titleOf = ({ name }: Pick<Described, 'name'>): string => `Waybill ${name}`;

/** Converts schemas. A name stands for one schema: Nest would keep the last. */
class Converter {
  private readonly known = new Map<string, string>();

  convert(schema: unknown, io: 'input' | 'output'): ReturnType<typeof jsonSchemaOf> {
    const converted = jsonSchemaOf(schema, io);
    for (const [name, component] of Object.entries(converted?.components ?? {})) {
      const text = JSON.stringify(component);
      if ((this.known.get(name) ?? text) !== text)
        throw new Error(`two schemas have the id ${name.replace(INPUT, '')}`);
      this.known.set(name, text);
    }
    return converted;
  }
}

/** Tools read the schema of a stream as that of one event, as OpenAPI 3.2 defines it for `itemSchema`. */
function describeEvents(
  operation: Operation,
  { id, event, data, example }: StreamedEvents,
  converter: Converter,
  schemas: NonNullable<Components['schemas']>,
): void {
  const { schema: contentSchema, components } = converter.convert(data, 'output')!;
  Object.assign(schemas, components);
  const schema = {
    type: 'object',
    properties: {
      id: { ...text, description: id },
      event: { ...text, description: event },
      data: { ...text, description: 'JSON in one line', contentMediaType: 'application/json', contentSchema },
    },
    required: ['id', 'event', 'data'],
  };
  Object.assign(operation.responses['200']!, { content: { 'text/event-stream': { schema, example } } });
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

/** Documents a read with an `ETag` (`answerConditionally`). */
function addConditions(operation: Operation): void {
  const { '200': answer } = operation.responses;
  if (!answer || '$ref' in answer) return;
  answer.headers = { ...WEAK_ETAG, ...answer.headers };
  const { ETag } = answer.headers;
  operation.responses['304'] = {
    description: 'The caller has the current response',
    headers: { ETag: ETag! },
  };
  operation.parameters = [...(operation.parameters ?? []), { ...IF_NONE_MATCH, in: 'header' }];
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
  const unbounded = reflector.getAllAndOverride<string | undefined>(NO_DEADLINE, targets);
  operation.description = [operation.description, unbounded, accessText(access)].filter(Boolean).join('\n\n');
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
  const hasQuery = parameters.some((parameter) => 'in' in parameter && parameter.in === 'query');
  const told = (key: string): boolean => reflector.getAllAndOverride<boolean>(key, targets);
  const access = accessOf(targets)!;
  const requiresKey = parameters.some(
    (one) => 'name' in one && one.name === 'Idempotency-Key' && one.required === true,
  );
  const isWrite = Reflect.getMetadata(METHOD_METADATA, targets[0]) !== RequestMethod.GET;
  const json = requestBody && 'content' in requestBody && 'application/json' in requestBody.content;
  const known: Readonly<Record<string, ErrorType>> = { ...errors, ...own };
  const types: ErrorType[] = [
    errors.INTERNAL,
    ...URL_ERRORS,
    ...(told(NEEDS_NOTHING) ? [] : [errors.UNAVAILABLE]),
    ...(told(NEEDS_NOTHING) || told(NO_DEADLINE) ? [] : [errors.DEADLINE_EXCEEDED]),
    ...(needsToken(access) ? TOKEN_ERRORS : []),
    ...(rolesFor(access).length > 0 ? [errors.FORBIDDEN] : []),
    ...(requestBody ? [errors.UNSUPPORTED_MEDIA_TYPE, errors.BAD_ENCODING] : []),
    ...(told(SSE_METADATA) ? [errors.TOO_MANY_STREAMS] : []),
    ...(has(PREFER) ? [errors.TOO_MANY_WAITS] : []),
    ...(json ? [errors.BAD_JSON, errors.BODY_TOO_DEEP, errors.UNKNOWN_FIELD, errors.BODY_TOO_LARGE] : []),
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
