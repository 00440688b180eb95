/** The HTTP status for an error type. Only data: the HTTP layer reads it. */
export type ErrorStatus =
  400 | 401 | 403 | 404 | 405 | 408 | 409 | 412 | 413 | 414 | 415 | 417 | 422 | 429 | 431 | 500 | 503;

/** A declared error. */
export interface ErrorType<Code extends string = string> {
  /** Stable, and part of the public contract. */
  readonly code: Code;
  readonly status: ErrorStatus;
  /** One sentence that says when it occurs. */
  readonly description: string;
}

/** Error types by their code. */
export type ErrorTypes<Code extends string = string> = { readonly [C in Code]: ErrorType<C> };

/** Declares the errors of a module next to its rules: `throw new DomainError(orderErrors.ORDER_NOT_DRAFT, …)`. */
export function defineErrors<const Code extends string>(
  errors: Readonly<Record<Code, Omit<ErrorType, 'code'>>>,
): ErrorTypes<Code> {
  const codes = Object.keys(errors) as Code[];
  return Object.fromEntries(codes.map((code) => [code, { code, ...errors[code] }])) as ErrorTypes<Code>;
}

export const commonErrors = defineErrors({
  NOT_FOUND: {
    status: 404,
    description: 'The resource does not exist, or belongs to another customer.',
  },
});

/** A business rule refused a request or a message. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: string;

  constructor(
    readonly type: ErrorType,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.code = type.code;
  }
}

/** The error's code (a domain error's, a driver's SQLSTATE or errno), or its class name. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** The last case of a switch over a union: it does not compile if a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
