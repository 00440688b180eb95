import { GenericError } from '@platformatic/kafka';

export interface Cluster {
  /** `host:port`, comma separated. */
  readonly brokers: string;
  readonly clientId: string;
}

/** The options of every client. A leader that moved is noticed by an error, so metadata is seldom fetched. */
export function connecting({ brokers, clientId }: Cluster) {
  return {
    clientId,
    bootstrapBrokers: brokers.split(','),
    connectTimeout: 3_000,
    requestTimeout: 10_000,
    metadataMaxAge: 300_000,
    autocreateTopics: false,
  };
}

/** Of the library's own retries. */
export function retryDelay(_: unknown, __: string, attempt: number): number {
  return Math.min(2_000, 100 * 2 ** Math.min(attempt, 5));
}

/** The errors that are wrapped by this one, or itself. */
export function errorsIn(error: unknown): readonly unknown[] {
  return error instanceof AggregateError ? error.errors.flatMap(errorsIn) : [error];
}

const FINAL = [
  'PLT_KFK_AUTHENTICATION',
  'PLT_KFK_UNSUPPORTED_API',
  'PLT_KFK_UNSUPPORTED_COMPRESSION',
  'PLT_KFK_UNSUPPORTED_FORMAT',
  'PLT_KFK_UNSUPPORTED',
];

interface LibraryError {
  readonly code: string;
  /** The name of a protocol error, such as `UNKNOWN_MEMBER_ID`. */
  readonly apiId?: string;
  readonly canRetry?: boolean;
  readonly needsRejoin?: boolean;
}

/** Whether no retry can help. The library's `canRetry` is about its own retries: it is false also where a request was not answered. */
export function isFinal(error: unknown): boolean {
  return errorsIn(error).some((one) => {
    if (!(one instanceof GenericError)) return true;
    const { code, apiId, canRetry, needsRejoin } = one as LibraryError;
    if (code !== 'PLT_KFK_PROTOCOL') return FINAL.includes(code);
    return canRetry === false && needsRejoin !== true && apiId !== 'OFFSET_OUT_OF_RANGE';
  });
}

/** Whether the member is no longer in the generation that it names. */
export function isExpelled(error: unknown): boolean {
  return errorsIn(error).some((one) => (one as LibraryError).needsRejoin === true);
}

/** Whether these are the only protocol errors in it. */
export function isOnly(error: unknown, apiId: string): boolean {
  return errorsIn(error).every((one) => (one as LibraryError).apiId === apiId);
}
