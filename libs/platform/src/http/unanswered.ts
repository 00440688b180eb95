import { codeOf } from '@waybill/kernel';

/** SQLSTATE classes 08 (connection), 53 (resources) and 57 (operator, shutdown), 55P03 (lock timeout), error codes of Node, and ours. */
const CODES = /^(08|53|57)|^55P03$|^E(CONN|PIPE|HOST|TIMEDOUT)|^(UNAVAILABLE|TIMEOUT)$/;

/** Messages of node-postgres without a code: the connection ended, or none was available. */
const WORDS =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying|timeout expired|Client (was closed|has encountered a connection error))/;

/** Whether the database is temporarily unavailable, so that the same query may succeed later. */
export function isUnanswered(error: unknown): boolean {
  return CODES.test(codeOf(error)) || (error instanceof Error && WORDS.test(error.message));
}
