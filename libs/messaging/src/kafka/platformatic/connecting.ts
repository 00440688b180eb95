import { GenericError, type SASLOptions } from '@platformatic/kafka';
import type { Cluster } from '../cluster.js';
import type { KafkaSasl } from '../kafka-security.js';
import { refuseInvalidToken } from '../oauth-bearer.js';
import { tlsOptions } from '../../tls-options.js';

/** The options of every client. A leader that moved is noticed by an error, so metadata is seldom fetched. */
export function connecting({ brokers, clientId, security }: Cluster) {
  const bootstrapBrokers = brokers.split(',');
  return {
    clientId,
    bootstrapBrokers,
    connectTimeout: 3_000,
    requestTimeout: 10_000,
    metadataMaxAge: 300_000,
    autocreateTopics: false,
    ...(security?.tls && { tls: tlsOptions(security.tls), tlsServerName: haveNames(bootstrapBrokers) }),
    ...(security?.sasl && { sasl: saslOf(security.sasl) }),
  };
}

/** Whether the brokers are known by names, and so can be told by which: the library sends either all names or none. */
function haveNames(brokers: readonly string[]): boolean {
  return brokers.every((broker) => !/^(\[|[\d.]+(:\d+)?$)/.test(broker));
}

function saslOf(sasl: KafkaSasl): SASLOptions {
  if (sasl.mechanism !== 'OAUTHBEARER') return { ...sasl };
  const { mechanism, extensions } = sasl;
  return {
    mechanism,
    token: () => sasl.token(),
    ...(extensions && { oauthBearerExtensions: extensions }),
    authBytesValidator(response, callback) {
      try {
        refuseInvalidToken(response);
        callback(null, response);
      } catch (error) {
        callback(error as Error, response);
      }
    },
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
