import { describe, expect, it } from '@jest/globals';
import { DomainError, commonErrors } from '@waybill/kernel';
import { loggedError } from './logged-error.js';

const MARK = 'Ada Lovelace';

/** An error of a library: its message and its properties contain data. */
function failing(name: string, properties: object): Error {
  return Object.assign(new Error(`about ${MARK}\nand ${MARK}`), { name }, properties);
}

describe('a logged error', () => {
  it.each([
    [
      'Postgres',
      failing('error', {
        severity: 'ERROR',
        code: '23505',
        detail: `Key (name)=(${MARK}) already exists.`,
        where: `JSON data, line 1: {"name":"${MARK}`,
        table: 'customers',
        constraint: 'customers_name',
      }),
      {
        message: 'Postgres refused it with 23505',
        code: '23505',
        table: 'customers',
        constraint: 'customers_name',
      },
    ],
    [
      'TypeORM',
      failing('QueryFailedError', {
        code: '22P02',
        query: 'INSERT INTO customers',
        parameters: [MARK],
        driverError: failing('error', { code: '22P02', severity: 'ERROR' }),
      }),
      { message: 'Postgres refused it with 22P02' },
    ],
    [
      'the mail server',
      failing('Error', {
        code: 'EENVELOPE',
        responseCode: 550,
        response: `550 <${MARK}> rejected`,
        command: 'RCPT TO',
        rejected: [MARK],
      }),
      { message: 'the mail server answered 550 to RCPT TO', code: 'EENVELOPE' },
    ],
    [
      'the URL parser',
      failing('TypeError', { code: 'ERR_INVALID_URL', input: `https://${MARK}` }),
      { code: 'ERR_INVALID_URL' },
    ],
  ])('of %s contains no data', (_, error, expected) => {
    const logged = loggedError(error);
    expect(logged).toMatchObject(expected);
    expect(JSON.stringify(logged)).not.toContain(MARK);
    expect(logged.stack).toContain('logged-error.spec');
  });

  it('of a JSON parser contains no data', () => {
    expect.assertions(2);
    try {
      JSON.parse(`{"name": ${MARK}}`);
    } catch (error) {
      expect(loggedError(error).message).toBe('the text is not valid JSON');
      expect(JSON.stringify(loggedError(error))).not.toContain('Lovel');
    }
  });

  it('contains no data of its causes and parts either', () => {
    const inner = failing('error', { severity: 'ERROR', code: '23514', detail: MARK });
    const outer = new AggregateError([inner], 'all failed', { cause: inner });
    const logged = loggedError(outer);
    const part = expect.objectContaining({ code: '23514' });
    expect(logged).toMatchObject({ message: 'all failed', cause: part, errors: [part] });
    expect(JSON.stringify(logged)).not.toContain(MARK);
  });

  it('of the platform keeps its code and message, but no details', () => {
    const error = new DomainError(commonErrors.NOT_FOUND, 'There is no order 7.', { name: MARK });
    expect(loggedError(error)).toMatchObject({
      type: 'DomainError',
      code: 'NOT_FOUND',
      message: 'There is no order 7.',
    });
    expect(JSON.stringify(loggedError(error))).not.toContain(MARK);
  });

  it('of a failed connection keeps where it went', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
      address: '127.0.0.1',
      port: 9,
    });
    expect(loggedError(new TypeError('fetch failed', { cause }))).toMatchObject({
      type: 'TypeError',
      message: 'fetch failed',
      cause: { code: 'ECONNREFUSED', address: '127.0.0.1', port: 9 },
    });
  });

  it('that causes itself ends', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(loggedError(error)).match(/round/g)).toHaveLength(6);
  });
});
