import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { DomainError, type ErrorType, codeOf } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { throwError } from 'rxjs';
import { z } from 'zod';
import { ENCODINGS } from './decompression.js';
import { platformErrors } from './platform.errors.js';
import { type Request, traceRequest } from './request-context.js';
import { isUnanswered } from './unanswered.js';

/** The body of every error. Some codes add members of their own. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'Path of the request' }),
    code: z.string().meta({ description: 'Stable error code for programs' }),
    correlationId: z.string(),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'For invalid input: which fields (as JSON Pointers) and why' }),
  })
  .meta({ id: 'Problem' });

/** Invalid input, with JSON pointers (RFC 6901) and reasons. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  /** The code of the errors if all have the same; else VALIDATION_FAILED. */
  readonly code: string;

  constructor(readonly errors: readonly { pointer: string; code: string; detail: string }[]) {
    super(errors.length === 1 ? errors[0]!.detail : `The request has ${errors.length} errors.`);
    const codes = new Set(errors.map(({ code }) => code));
    this.code = codes.size === 1 ? errors[0]!.code : 'VALIDATION_FAILED';
  }
}

interface Issue {
  readonly message: string;
  /** The schema library's code of the issue. */
  readonly code?: string;
  /** The keys that a schema does not define. */
  readonly keys?: readonly string[];
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Message for a zod check with its own error code: `z.int().min(1, issue(errors.INVALID_QUANTITY, '…'))`. */
export function issue({ code }: ErrorType, detail: string): string {
  return `${code}: ${detail}`;
}

const MOST_ISSUES = 100;
const MOST_KEYS = 10;
const MOST_CHARACTERS = 100;
const MOST_DETAIL = 1_000;

/**
 * Converts the first hundred issues of a schema. A message made with `issue` keeps its error code.
 */
export function invalidInput(issues: readonly Issue[]): InvalidInput {
  return new InvalidInput(
    issues.slice(0, MOST_ISSUES).map(({ message, path = [], code, keys }) => ({
      pointer: path
        .map((part) => `/${escaped(shortened(String(typeof part === 'object' ? part.key : part)))}`)
        .join(''),
      ...(keys ? unknownFields(keys) : codeAndDetail(message, code)),
    })),
  );
}

/** Parses input that no pipe has checked. Throws InvalidInput. */
export function parseInput<Data>(schema: z.ZodType<Data>, input: unknown): Data {
  const { data, error } = schema.safeParse(input);
  if (error) throw invalidInput(error.issues);
  return data;
}

function unknownFields(keys: readonly string[]): { code: string; detail: string } {
  const named = keys.slice(0, MOST_KEYS).map((key) => JSON.stringify(shortened(key)));
  const more = keys.length > named.length ? ` and ${keys.length - named.length} more` : '';
  const what = keys.length === 1 ? 'Unrecognized key' : 'Unrecognized keys';
  return { code: 'UNKNOWN_FIELD', detail: `${what}: ${named.join(', ')}${more}` };
}

/** Problems repeat some of the input, and stay small whatever the input is. */
export function shortened(text: string, most = MOST_CHARACTERS): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
}

function escaped(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}

function codeAndDetail(message: string, code: string | undefined): { code: string; detail: string } {
  const [, own, detail] = /^([A-Z][A-Z_]+): (.*)$/s.exec(message) ?? [];
  if (own && detail) return { code: own, detail };
  const failed = code === 'unrecognized_keys' ? 'UNKNOWN_FIELD' : 'VALIDATION_FAILED';
  return { code: failed, detail: shortened(message, MOST_DETAIL) };
}

/** Error codes of requests that the framework refuses, by HTTP status. */
const FRAMEWORK_CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

export const PROBLEM_JSON = 'application/problem+json';

/** The body of an error, without members of its own. */
export function problemBody(
  { code, status }: { readonly code: string; readonly status: number },
  detail: string,
  instance: string,
  correlationId: string,
) {
  const type = `/problems/${code.toLowerCase().replace(/_/g, '-')}`;
  return { type, title: titleOf(code), status, detail, instance, code, correlationId };
}

/** Turns errors of HTTP routes into `application/problem+json` (RFC 9457). Errors of message handlers pass unchanged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    /** Error types of the app, by code. */
    private readonly errors: Readonly<Record<string, ErrorType>>,
    private readonly report: (error: unknown, correlationId: string) => void,
  ) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType() !== 'http') return throwError(() => error);
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, code, detail } = this.describe(error);
    // Nest refuses some request targets before our hooks run.
    if (!('traced' in request)) traceRequest(request, reply);
    const { correlationId } = (request as Request).traced;
    // A value that only the database refuses shows that a schema is too wide.
    if ((status >= 500 || isUnstorable(error)) && !isOfCaller(error, request))
      this.report(error, correlationId);
    // The deadline was answered.
    if (reply.sent) return undefined;
    // What refused the caller is logged; messages about input can contain it.
    const isCaller = status === 401 || status === 403;
    request.refusal = { code, ...(isCaller && { reason: detail }) };
    if (status === 415) reply.header('accept-encoding', ENCODINGS.join(', '));
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    const seconds = retryAfter(status, error);
    if (seconds !== undefined) reply.header('retry-after', String(seconds));
    return reply
      .status(status)
      .type(PROBLEM_JSON)
      .send({
        ...problemBody({ code, status }, detail, request.originalUrl, correlationId),
        ...(error instanceof DomainError ? error.details : {}),
        ...(error instanceof InvalidInput ? { errors: error.errors } : {}),
      });
  }

  private describe(error: unknown): { status: number; code: string; detail: string } {
    if (error instanceof HttpException) {
      const status = error.getStatus();
      // Nest keeps only Fastify's message of a body that is not valid JSON.
      const badJson = status === 400 && /\bjson\b/i.test(error.message);
      const code = badJson ? 'BAD_JSON' : (FRAMEWORK_CODES[status] ?? `HTTP_${status}`);
      return { status, code, detail: error.message };
    }
    const code = codeOf(error);
    const detail = error instanceof Error ? error.message : String(error);
    if (error instanceof InvalidInput) return { status: 400, code, detail };
    if (error instanceof DomainError) {
      return { status: (this.errors[code] ?? error.type).status, code, detail };
    }
    if (isUnanswered(error)) {
      const detail = 'the database of this service did not answer, or not in time; try again';
      return { status: 503, code: 'UNAVAILABLE', detail };
    }
    const unstorable = unstorableIn('The request', error);
    if (unstorable) return this.describe(unstorable);
    const { statusCode } = error as { statusCode?: number };
    if (code.startsWith('FST_ERR') && statusCode && statusCode < 500) {
      return { status: statusCode, code: FRAMEWORK_CODES[statusCode] ?? 'BAD_REQUEST', detail };
    }
    // Messages of unexpected errors go to the log only; the caller gets the correlation id.
    return {
      status: 500,
      code: 'INTERNAL',
      detail: 'something went wrong here; the correlation id names the log entries',
    };
  }
}

/** The caller closed the connection, or did not send the request in time. */
const isOfCaller = (error: unknown, { raw }: Request): boolean => error === raw.errored;

/** SQLSTATE class 22, data exceptions, but for a division by zero, which no input causes. */
const isUnstorable = (error: unknown): boolean => /^22(?!012)[0-9A-Z]{3}$/.test(codeOf(error));

const UNSTORABLE: Readonly<Record<string, string>> = {
  '22001': 'a text that is too long for the database',
  '22003': 'a number that is too large for the database',
  '22007': 'a time that the database cannot read',
  '22008': 'a time that the database cannot hold, such as one before the year 1',
  '22021': 'a character that the database cannot hold',
  '22P05': 'a character that the database cannot hold',
};

/** What only the database has refused, as an error for the sender; undefined for other errors. */
export function unstorableIn(what: string, error: unknown): DomainError | undefined {
  if (!isUnstorable(error)) return undefined;
  const state = codeOf(error);
  const value = UNSTORABLE[state] ?? `a value that the database cannot hold (SQLSTATE ${state})`;
  return new DomainError(platformErrors.BAD_TEXT, `${what} contains ${value}.`);
}

/** Seconds after which the request may succeed; undefined if it will not. */
function retryAfter(status: number, error: unknown): number | undefined {
  if (error instanceof DomainError && typeof error.details['retryAfter'] === 'number')
    return error.details['retryAfter'];
  return status === 503 || status === 429 || codeOf(error) === 'IDEMPOTENCY_KEY_IN_USE' ? 1 : undefined;
}

function titleOf(code: string): string {
  const words = code.toLowerCase().replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
