import { Api } from '@waybill/testing';

interface Media {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly operationId: string;
  readonly 'x-audience': 'public' | 'signed' | 'customer' | 'admin' | 'staff' | 'operator';
  readonly 'x-tenant-scope': string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: { readonly type?: string; readonly format?: string };
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<
    Record<string, { readonly schema?: { readonly allOf?: readonly ProblemSchema[] } }>
  >;
}

interface ProblemSchema {
  readonly properties?: { readonly code?: { readonly enum: readonly string[] } };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
}

/** An operation of a service, with a request that its document gives as example. */
export interface Route {
  readonly service: string;
  readonly url: string;
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly audience: Operation['x-audience'];
  readonly scope: string;
  readonly query: string;
  /** Names of all query parameters. */
  readonly parameters: readonly string[];
  /** The format of each query parameter, or else its type. */
  readonly types: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  /** The problems that its document lists: `404 NOT_FOUND`. */
  readonly problems: ReadonlySet<string>;
}

/** All operations of the document that a service serves. */
export async function routesOf(service: string, url: string): Promise<Route[]> {
  const { paths, components } = await new Api(url).get<Document>('/docs-json');
  const exampleOf = ({ example, examples = {} }: Media): unknown =>
    example ?? components.examples[Object.keys(examples)[0]!]?.value;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const [contentType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
      const example = content && exampleOf(content);
      const parameters = (operation.parameters ?? []).filter((one) => one.in === 'query');
      const required = parameters.filter((one) => one.required);
      // All required query parameters are versions or days.
      const value = (type?: string) => (type === 'integer' ? '1' : '2026-01-01');
      return {
        service,
        url,
        name: `${service}.${operation.operationId}`,
        method: method.toUpperCase(),
        path,
        audience: operation['x-audience'],
        scope: operation['x-tenant-scope'],
        query: required.map(({ name, schema }) => `${name}=${value(schema.type)}`).join('&'),
        parameters: parameters.map(({ name }) => name),
        types: Object.fromEntries(
          parameters.map(({ name, schema: { format, type = 'any' } }) => [name, format ?? type]),
        ),
        body: content && (typeof example === 'string' ? example : JSON.stringify(example)),
        contentType,
        problems: new Set(
          Object.entries(operation.responses).flatMap(([status, { $ref, content }]) =>
            codesIn($ref ? components.responses[$ref.split('/').at(-1)!]!.content : content).map(
              (code) => `${status} ${code}`,
            ),
          ),
        ),
      };
    }),
  );
}

const codesIn = (content: Answer['content']): readonly string[] =>
  (content?.['application/problem+json']?.schema?.allOf ?? []).flatMap(
    ({ properties }) => properties?.code?.enum ?? [],
  );

/** Calls a route with these values for the parameters of its path. */
export async function call(
  { url, method, path, query, body, contentType }: Route,
  authorization: string | undefined,
  valueOf: (parameter: string) => string,
  correlationId: string = crypto.randomUUID(),
): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(valueOf(name)));
  const response = await fetch(`${url}${filled}${query && `?${query}`}`, {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      'idempotency-key': crypto.randomUUID(),
      'x-correlation-id': correlationId,
    },
    ...(body === undefined ? {} : { body }),
  });
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}
