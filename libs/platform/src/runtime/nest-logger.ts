import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { loggedError } from './logged-error.js';

/** Writes Nest's messages to the service's log. Those of the start have level debug. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]): void => {
      const context = rest.at(-1);
      const err = message instanceof Error ? message : undefined;
      logger[level]({ context, ...(err ? { err } : {}) }, err ? loggedError(err).message : String(message));
    };
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  };
}
