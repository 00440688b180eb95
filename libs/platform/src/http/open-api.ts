import { STATUS_CODES } from 'node:http';
import type { Type } from '@nestjs/common';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ServiceApp } from '../service-app.js';
import { accessOf, accessText, needsToken } from './access.js';
import { IN_TIME, NO_DEADLINE } from './deadline.js';
import { type StreamedEvents, STREAMS_EVENTS } from './event-stream.js';
import { jsonSchemaOf } from './json-schema.js';
import { placeExamples } from './open-api-examples.js';
import { type Components, type Operation, type Targets, addRefusals } from './open-api-refusals.js';
import { isTagged } from './conditional.js';
import { IF_NONE_MATCH, WEAK_ETAG } from './preconditions.js';
import { problem } from './problem.js';
import { INPUT, shareComponents } from './shared-components.js';
import { MOST_PARAMETER } from './text.js';

type Described = Pick<ServiceApp, 'name' | 'description' | 'errors' | 'tags'>;

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
  addRefusals(operation, targets, components, app);
  for (const parameter of operation.parameters ?? [])
    if ('in' in parameter && parameter.in === 'path')
      parameter.schema = { maxLength: MOST_PARAMETER, ...parameter.schema };
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
