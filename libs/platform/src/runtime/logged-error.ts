import { codeOf } from '@waybill/kernel';

/** An error as it is logged. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** The frames without the message. */
  readonly stack?: string;
  readonly cause?: LoggedError;
  readonly errors?: readonly LoggedError[];
  readonly [detail: string]: unknown;
}

/** Details that name things of the system: constraints, tables, hosts and statuses. Values of rows and requests are in other properties. */
const DETAILS = [
  'severity',
  'schema',
  'table',
  'constraint',
  'routine',
  'syscall',
  'address',
  'port',
  'status',
  'statusCode',
  'responseCode',
  'command',
  'retriable',
];
const SQLSTATE = /^[0-9A-Z]{5}$/;
const DEEPEST = 5;
const MOST = 10;

type Properties = Readonly<Record<string, unknown>>;

/**
 * What is logged of an error. Libraries put values into their errors: Postgres the row that it refuses, a mail server the address, a parser
 * the text. So only listed properties are logged, and the messages of these libraries are replaced.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: String(error) };
  const properties = error as Properties;
  const { name, stack, errors } = error as AggregateError;
  const cause = causeOf(properties);
  const code = codeOf(error);
  const isDeep = depth >= DEEPEST;
  return {
    type: error.constructor.name || name,
    message: messageOf(error as Error, properties),
    ...(typeof properties['code'] === 'string' && { code }),
    ...Object.fromEntries(
      DETAILS.filter((detail) => isPlain(properties[detail])).map((detail) => [detail, properties[detail]]),
    ),
    ...(stack !== undefined && { stack: framesOf(stack) }),
    ...(typeof cause === 'object' && cause !== null && !isDeep && { cause: loggedError(cause, depth + 1) }),
    ...(Array.isArray(errors) &&
      !isDeep && { errors: errors.slice(0, MOST).map((one) => loggedError(one, depth + 1)) }),
  };
}

function messageOf({ message }: Error, properties: Properties): string {
  const { code, driverError, responseCode, command, input } = properties;
  // Of `pg`, or of TypeORM, which copies the properties of `pg`.
  const isPostgres = driverError !== undefined || typeof properties['severity'] === 'string';
  if (isPostgres && typeof code === 'string' && SQLSTATE.test(code))
    return `Postgres refused it with ${code}`;
  if (responseCode !== undefined)
    return `the mail server answered ${String(responseCode)} to ${String(command ?? 'a command')}`;
  // Not `instanceof`: errors of Node can come from another realm.
  if (properties['name'] === 'SyntaxError') return 'the text is not valid JSON';
  if (code === 'ERR_INVALID_URL' || input !== undefined) return 'the input of a call is not valid';
  return String(message);
}

/** Stripe's SDK calls it `detail`, which is a text in the errors of Postgres. */
function causeOf({ cause, detail }: Properties): unknown {
  return cause ?? (typeof detail === 'object' ? detail : undefined);
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The message is at the start of the stack, and can have several lines. */
function framesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
