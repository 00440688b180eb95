import { expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { isUnanswered } from './unanswered.js';

const coded = (code: string): Error => Object.assign(new Error('canceling statement'), { code });
const wrapped = (error: Error): Error => new QueryFailedError('SELECT 1', [], error);

it.each([
  ['a connection that ended', new Error('Connection terminated unexpectedly')],
  ['one that cannot be had', new Error('timeout exceeded when trying to connect')],
  ['one that was not made in time', new Error('Connection terminated due to connection timeout')],
  ['a refused one', coded('ECONNREFUSED')],
  ['a server that stops', coded('57P01')],
  ['a server that starts', coded('57P03')],
  ['too many connections', coded('53300')],
  ['a statement that takes too long', coded('57014')],
  ['a lock that takes too long', coded('55P03')],
])('%s is no answer, also when TypeORM tells of it', (_, error) => {
  expect([isUnanswered(error), isUnanswered(wrapped(error))]).toEqual([true, true]);
});

it.each([
  ['a refused row', coded('23505')],
  ['bad SQL', coded('42601')],
  ['a defect', new TypeError('undefined is not a function')],
])('%s is', (_, error) => {
  expect([isUnanswered(error), isUnanswered(wrapped(error))]).toEqual([false, false]);
});
