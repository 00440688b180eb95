export interface Route {
  /** `POST /v1/orders`. */
  readonly route: string;
  readonly operationId: string;
  readonly summary: string;
  /** The caller according to `@Actor`. */
  readonly actor: string | undefined;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly 'x-actor'?: string;
}

const CHANGING = ['post', 'put', 'patch', 'delete'];

/** The writing routes of a service, except those for operators (/admin). */
export function changingRoutes(openApi: object): Route[] {
  const { paths } = openApi as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths)
    .filter(([path]) => !path.startsWith('/admin/'))
    .flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([method]) => CHANGING.includes(method))
        .map(([method, { operationId, summary = '', 'x-actor': actor }]) => ({
          route: `${method.toUpperCase()} ${path}`,
          operationId,
          summary,
          actor,
        })),
    );
}
