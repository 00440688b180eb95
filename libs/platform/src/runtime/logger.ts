import { type DestinationStream, type Logger, pino } from 'pino';
import { loggedError } from './logged-error.js';

/** The log of a service: JSON lines on standard output. Errors are logged under `err`, without the data that libraries put into them. */
export function serviceLogger(name: string, level: string, destination?: DestinationStream): Logger {
  const options = { name, level, serializers: { err: (error: unknown) => loggedError(error) } };
  return destination ? pino(options, destination) : pino(options);
}
