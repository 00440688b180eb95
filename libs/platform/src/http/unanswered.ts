import { codeOf } from '@waybill/kernel';

/** Not connected, out of resources, ended by an operator or by a timeout, a lock that was not given in time; or Node's own words. */
const CODES = /^(08|53|57)|^55P03$|^E(CONN|PIPE|HOST|TIMEDOUT)/;

/** What node-postgres says without a code: the connection ended, or there was none to be had. */
const WORDS =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying|timeout expired|Client (was closed|has encountered a connection error))/;

/** The database did not answer, or said that it cannot just now: the same query may succeed later. */
export function isUnanswered(error: unknown): boolean {
  return CODES.test(codeOf(error)) || (error instanceof Error && WORDS.test(error.message));
}
