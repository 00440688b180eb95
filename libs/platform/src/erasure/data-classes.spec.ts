import { expect, it } from '@jest/globals';
import { type DataClasses, unclassified } from './data-classes.js';

const classes: DataClasses = {
  people: { none: ['id'], customer: { name: 'names' }, kept: { operator: 'the operator: a log of acts' } },
};
const columns = ['id', 'name', 'operator'].map((column) => ({ table: 'people', column }));

it('finds nothing where every column has one class and every eraser a column', () => {
  expect(unclassified(columns, classes, ['names'])).toEqual([]);
});

it.each([
  [
    'a new column',
    [...columns, { table: 'people', column: 'nickname' }],
    classes,
    ['names'],
    'people.nickname has no class: add it to the dataClasses of its feature',
  ],
  [
    'a new table',
    [...columns, { table: 'friends', column: 'id' }],
    classes,
    ['names'],
    'friends.id has no class: add it to the dataClasses of its feature',
  ],
  [
    'a column with two classes',
    columns,
    { people: { ...classes['people'], none: ['id', 'name'] } },
    ['names'],
    'people.name has several classes',
  ],
  [
    'a column that was dropped',
    columns.slice(0, 2),
    classes,
    ['names'],
    'people.operator has a class, and is not in the database',
  ],
  [
    'personal data that nothing erases',
    columns,
    classes,
    [],
    'there is no eraser "names", which a class names',
  ],
  ['an eraser without a place', columns, classes, ['names', 'more'], 'no class names the eraser "more"'],
])('finds %s', (_, stored, classified, erasers, problem) => {
  expect(unclassified(stored, classified, erasers)).toEqual([problem]);
});
