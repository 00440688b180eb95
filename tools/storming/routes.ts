export interface Route {
  /** `POST /v1/orders`. */
  readonly route: string;
  readonly operationId: string;
  readonly summary: string;
  /** Who calls it, as `@Actor` says. */
  readonly actor: string | undefined;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly 'x-actor'?: string;
}

const CHANGING = ['post', 'put', 'patch', 'delete'];

/** The routes of a service that change something, but for those of the operator (/admin). */
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
