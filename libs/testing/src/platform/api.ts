/** A service answered with a problem. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly body: unknown,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One caller of one service's HTTP API. */
export class Api {
  constructor(
    readonly url: string,
    private readonly token?: string,
    private readonly fetch = (request: Request): Promise<Response> => globalThis.fetch(request),
  ) {}

  /** The answer, whatever its status. */
  async call<Body = unknown>(
    method: string,
    path: string,
    { body, headers }: CallOptions = {},
  ): Promise<Answer<Body>> {
    const request = new Request(this.url + path, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await this.fetch(request);
    const text = await response.text();
    const json = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : text) as Body,
    };
  }

  /** The body of a good answer; throws ApiProblem otherwise. */
  async get<Body>(path: string): Promise<Body> {
    return this.good('GET', path);
  }

  async put<Body>(path: string, body: unknown): Promise<Body> {
    return this.good('PUT', path, { body });
  }

  async post<Body>(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Body> {
    return this.good('POST', path, { body, headers });
  }

  private async good<Body>(method: string, path: string, options: CallOptions = {}): Promise<Body> {
    const { status, body } = await this.call<Body & { code?: string; detail?: string }>(
      method,
      path,
      options,
    );
    if (status >= 400) throw new ApiProblem(status, body.code ?? '', body.detail ?? '', body);
    return body;
  }
}
