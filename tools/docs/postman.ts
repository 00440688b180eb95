interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema?: { readonly default?: unknown };
}
interface Media {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly 'x-audience': string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
}
export interface ApiDocument {
  readonly info: { readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly examples: Readonly<Record<string, { readonly value: unknown }>> };
}

interface Variable {
  readonly key: string;
  readonly value: string;
}

/** Variable with the token of a caller, by the audience of the operation. */
const TOKENS: Readonly<Record<string, string>> = {
  customer: 'customerToken',
  admin: 'adminToken',
  staff: 'adminToken',
  operator: 'operatorToken',
};
const FORMAT = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
/** Later requests are about the order that was placed last. */
const ORDER = 'orderId';
const KEEP_ORDER = `if (pm.response.code < 300) pm.environment.set('${ORDER}', pm.response.json().id);`;

/** A collection with a request of each operation, with the examples of the documents, for Postman, Bruno and Insomnia. */
export function postmanCollection(documents: ReadonlyMap<string, ApiDocument>): object {
  return {
    info: {
      name: 'Waybill',
      description: 'Made from the OpenAPI documents by `npm run docs`. docs/api.md says how to use it.',
      schema: FORMAT,
    },
    item: [...documents].map(([service, document]) => ({
      name: service,
      description: document.info.description,
      item: document.tags.map(({ name, description }) => ({
        name,
        description,
        item: operationsOf(document)
          .filter(({ operation }) => operation.tags.includes(name))
          .map((one) => requestOf(service, one, document)),
      })),
    })),
  };
}

interface Located {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function operationsOf({ paths }: ApiDocument): Located[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );
}

function requestOf(service: string, { path, method, operation }: Located, document: ApiDocument): object {
  const { operationId, summary, description, parameters, requestBody } = operation;
  const own = parameters.filter(({ $ref }) => $ref === undefined);
  const [contentType, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const token = TOKENS[operation['x-audience']];
  const query = own.filter((parameter) => parameter.in === 'query').map(optional);
  const segments = path.slice(1).split('/');
  return {
    name: summary,
    ...(operationId === 'placeOrder' && {
      event: [{ listen: 'test', script: { type: 'text/javascript', exec: [KEEP_ORDER] } }],
    }),
    request: {
      method: method.toUpperCase(),
      description: description ?? '',
      auth: token
        ? { type: 'bearer', bearer: [{ key: 'token', value: `{{${token}}}`, type: 'string' }] }
        : { type: 'noauth' },
      url: {
        raw: `{{${service}}}${path.replace(/\{(\w+)\}/g, ':$1')}`,
        host: [`{{${service}}}`],
        path: segments.map((segment) => segment.replace(/^\{(\w+)\}$/, ':$1')),
        query,
        variable: own
          .filter((parameter) => parameter.in === 'path')
          .map(({ name, example }) => ({ key: name, value: pathValue(path, name, example) })),
      },
      header: [
        ...own.filter((parameter) => parameter.in === 'header').map(header),
        ...(contentType === undefined ? [] : [{ key: 'Content-Type', value: contentType }]),
      ],
      ...(media && { body: { mode: 'raw', raw: textOf(exampleOf(media, document)) } }),
    },
    response: [],
  };
}

/** Optional parameters are in the request, switched off. */
function optional({ name, required = false, description = '', example, schema }: Parameter): Variable {
  const value = example ?? schema?.default ?? (required ? 1 : '');
  return { key: name, value: String(value), description, disabled: !required } as Variable;
}

function header(parameter: Parameter): Variable {
  if (parameter.name !== 'Idempotency-Key') return optional(parameter);
  return { key: parameter.name, value: '{{$guid}}' };
}

function pathValue(path: string, name: string, example: unknown): string {
  return path.startsWith('/v1/orders/{id}') && name === 'id' ? `{{${ORDER}}}` : String(example);
}

function exampleOf({ example, examples = {} }: Media, { components }: ApiDocument): unknown {
  return example ?? components.examples[Object.keys(examples)[0]!]?.value;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** Where the services of the demo listen, and the tokens, which `npm run token` prints. */
export function demoEnvironment(apps: readonly { readonly name: string; readonly port: number }[]): object {
  const values = [
    ...apps.map(({ name, port }) => ({ key: name, value: `http://127.0.0.1:${port}` })),
    ...[...new Set(Object.values(TOKENS))].map((key) => ({ key, value: '', type: 'secret' })),
    { key: ORDER, value: '' },
  ];
  return { name: 'Waybill demo', values: values.map((value) => ({ ...value, enabled: true })) };
}
