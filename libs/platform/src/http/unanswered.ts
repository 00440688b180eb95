import { codeOf } from '@waybill/kernel';

/** Not connected, out of resources, ended by an operator or by a timeout, a lock that was not given in time; or Node's own words. */
const CODES = /^(08|53|57)|^55P03$|^E(CONN|PIPE|HOST|TIMEDOUT)/;

/** Messages of node-postgres without a code: the connection ended, or none was available. */
const WORDS =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying|timeout expired|Client (was closed|has encountered a connection error))/;

/** The database is not available at the moment: the same query may succeed later. */
export function isUnanswered(error: unknown): boolean {
  return CODES.test(codeOf(error)) || (error instanceof Error && WORDS.test(error.message));
}
