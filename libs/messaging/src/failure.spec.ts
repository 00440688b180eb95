import { expect, it } from '@jest/globals';
import { DomainError } from '@waybill/kernel';
import { refusal } from '@waybill/testing';
import { Unavailable } from '@waybill/unit-of-work';
import { failingOf } from './failure.js';

const coded = (code: string, message = 'no') => Object.assign(new Error(message), { code });

it.each([
  ['a refused connection', coded('ECONNREFUSED'), 'away'],
  [
    'a refused connection behind a failed fetch',
    new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }),
    'away',
  ],
  ['a name that is not known now', coded('EAI_AGAIN'), 'away'],
  ['a database that is starting', coded('57P03'), 'away'],
  ['a database that is being stopped', coded('57P01'), 'away'],
  ['a database without a free connection', coded('53300'), 'away'],
  ['a unit of work that gave up', new Unavailable('no answer'), 'away'],
  ['a connection that broke', coded('ECONNRESET'), 'transient'],
  ['a deadlock', coded('40P01'), 'transient'],
  ['an error that says nothing', new Error('hm'), 'transient'],
  ['a rule', new DomainError(refusal('NOT_TODAY'), 'closed'), 'permanent'],
  [
    'a rule that was told of an outage',
    new DomainError(refusal('NOT_TODAY'), 'closed', { cause: coded('ECONNREFUSED') }),
    'permanent',
  ],
  ['a value that no column holds', coded('22P02'), 'permanent'],
  ['a table that is not there', coded('42P01'), 'permanent'],
  ['a defect', new TypeError('undefined is no function'), 'permanent'],
  ['what is no error at all', 'hm', 'transient'],
])('%s', (_, error, sort) => {
  expect(failingOf(error)).toBe(sort);
});
