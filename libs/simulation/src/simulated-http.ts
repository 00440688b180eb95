import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { codeOf } from '@waybill/kernel';
import type { Composition, Principal } from '@waybill/platform';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** The bytes that a signature covers; default: the body as JSON. */
  readonly rawBody?: Buffer | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly principal?: Principal | undefined;
  readonly correlationId: string;
}

/** The response; `code` if the request was refused. */
export interface HttpAnswer {
  readonly body?: unknown;
  readonly code?: string;
  /** It is the stored response of an earlier request with the same Idempotency-Key. */
  readonly replayed?: boolean;
}

interface Parameter {
  readonly index: number;
  readonly data: unknown;
  readonly factory?: (data: unknown, execution: object) => unknown;
  readonly schema?: { readonly '~standard': { validate(value: unknown): Validated | Promise<Validated> } };
}
interface Validated {
  readonly value?: unknown;
  readonly issues?: readonly unknown[];
}
interface Route {
  readonly method: string;
  readonly url: string;
  readonly pattern: RegExp;
  call(request: object, reply: object, params: Record<string, string>): Promise<unknown>;
}

/** Nest's numbers for the sources of controller parameters. */
const SOURCE: Readonly<Record<string, string>> = {
  '0': 'request',
  '1': 'response',
  '3': 'body',
  '4': 'query',
  '5': 'param',
  '6': 'headers',
  '12': 'rawBody',
};

/** Creates the controllers without Nest, with constructor arguments found by class. */
export function controllersOf({ controllers, provide }: Composition, platform: readonly object[]): object[] {
  const known = [...provide, ...platform];
  return controllers.map((controller) => {
    const asked = (Reflect.getMetadata('design:paramtypes', controller) ?? []) as Type[];
    const given = asked.map(
      (type) =>
        known.find((one) => one.constructor === type || (one as { as?: unknown }).as === type) ??
        missing(type, controller),
    );
    return new controller(...given) as object;
  });
}

function missing(type: Type, controller: Type): never {
  throw new Error(`the simulation has no ${type.name} for ${controller.name}`);
}

/** The HTTP API of one instance, from the routes of its controllers. Parameters are built and validated as in Nest. */
export class SimulatedHttp {
  private readonly routes: readonly Route[];

  constructor(
    controllers: readonly object[],
    /** Told of errors that no request may cause: of the simulation, or of a controller. */
    private readonly violated: (what: string) => void,
  ) {
    this.routes = controllers.flatMap(routesOf);
  }

  async call(request: HttpRequest): Promise<HttpAnswer> {
    const { method, path, body, headers = {}, principal, correlationId } = request;
    const [bare = '', search = ''] = path.split('?');
    const matches = this.routes.flatMap((route) => {
      const params = route.method === method ? route.pattern.exec(bare)?.groups : undefined;
      return params || (route.method === method && route.pattern.test(bare))
        ? [{ route, params: { ...params } }]
        : [];
    });
    const match = matches[0];
    if (!match) throw new Error(`the simulation finds no route ${method} ${bare}`);
    const trace = correlationId
      .replace(/[^0-9a-f]/gi, '')
      .padEnd(32, '1')
      .slice(0, 32);
    const incoming = {
      method,
      url: path,
      body,
      headers,
      principal,
      ip: '192.0.2.1',
      query: Object.fromEntries(new URLSearchParams(search)),
      rawBody: request.rawBody ?? Buffer.from(JSON.stringify(body ?? null)),
      routeOptions: { url: match.route.url },
      traced: { correlationId, traceparent: `00-${trace}-0000000000000001-01` },
    };
    const sent = new Map<string, string>();
    const reply = {
      header: (name: string, value: string) => (sent.set(name, value), reply),
      hasHeader: (name: string) => sent.has(name),
      status: () => reply,
    };
    try {
      const answered = await match.route.call(incoming, reply, match.params);
      return { body: answered, replayed: sent.has('idempotent-replayed') };
    } catch (error) {
      // Recorded as well as answered, because the caller may take it for a failure that passes and retry forever.
      if (error instanceof TypeError) this.violated(`${method} ${bare} fails: ${error.stack}`);
      return { code: codeOf(error) };
    }
  }
}

function routesOf(controller: object): Route[] {
  const { constructor: type } = controller;
  const base = Reflect.getMetadata('path', type) as string;
  const prototype = Object.getPrototypeOf(controller) as Record<string, (...values: unknown[]) => unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name]!;
    const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const url = `/${base}/${Reflect.getMetadata('path', handler) as string}`
      .replaceAll(/\/+/g, '/')
      .replace(/(.)\/$/, '$1');
    const parameters = parametersOf(type, name);
    const target = { getClass: () => type, getHandler: () => handler };
    return [
      {
        method: RequestMethod[method],
        url,
        pattern: new RegExp(`^${url.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
        call: async (request, reply, params) => {
          const values: unknown[] = [];
          for (const [source, parameter] of parameters)
            values[parameter.index] = await valueOf(source, parameter, { ...request, params }, reply, target);
          return await handler.apply(controller, values);
        },
      },
    ];
  });
}

function parametersOf(type: object, name: string): [string, Parameter][] {
  const declared = (Reflect.getMetadata('__routeArguments__', type, name) ?? {}) as Record<string, Parameter>;
  return Object.entries(declared).map(([key, parameter]) => [key.split(':')[0]!, parameter]);
}

async function valueOf(
  source: string,
  parameter: Parameter,
  request: object,
  reply: object,
  target: object,
): Promise<unknown> {
  const { data, factory, schema } = parameter;
  if (factory) {
    const http = { getRequest: () => request, getResponse: () => reply };
    return factory(data, { ...target, switchToHttp: () => http });
  }
  const all = { ...request, request, response: reply, param: (request as { params: object }).params };
  const whole = all[SOURCE[source] as keyof typeof all] as unknown;
  const value = typeof data === 'string' ? (whole as Record<string, unknown> | undefined)?.[data] : whole;
  if (!schema) return value;
  const checked = await schema['~standard'].validate(value);
  if (checked.issues)
    throw Object.assign(new Error(JSON.stringify(checked.issues)), { code: 'INVALID_INPUT' });
  return checked.value;
}
