import { describe, expect, it } from '@jest/globals';
import { readTill } from './records.js';
import { tillOf } from './till.fixture.js';

describe('the till’s records', () => {
  it('are read as they stand, with the price in pence and the day first', () => {
    const { records, unreadable } = tillOf(
      '536365,85123A,WHITE HEART ,6,1/12/2010,2.55,17850,United Kingdom',
    );
    expect(unreadable).toEqual([]);
    expect(records).toEqual([
      {
        line: 2,
        invoice: '536365',
        sku: '85123A',
        description: 'WHITE HEART',
        quantity: 6,
        price: 255,
        at: '2010-12-01 00:00',
        customer: '17850',
        country: 'United Kingdom',
      },
    ]);
  });

  it('may have commas in quotes, a time of day, and neither description nor customer', () => {
    const { records } = tillOf('1,A,"MUG, BLUE",1,9/1/2011 8:05,1,,EIRE', '2,B,,1,1/12/2010,1,,EIRE');
    expect(records.map(({ description, at, customer }) => [description, at, customer])).toEqual([
      ['MUG, BLUE', '2011-01-09 08:05', ''],
      ['', '2010-12-01 00:00', ''],
    ]);
  });

  it('name one product in either case', () => {
    const { records, recased } = tillOf('1,85123a,X,1,1/12/2010,1,7,EIRE', '1,85123A,X,1,1/12/2010,1,7,EIRE');
    expect(records.map(({ sku }) => sku)).toEqual(['85123A', '85123A']);
    expect(recased).toBe(1);
  });

  it.each([
    ['1,A,X,many,1/12/2010,1,7,EIRE', 'Quantity is no whole number'],
    ['1,A,X,1,2010-12-01,1,7,EIRE', 'InvoiceDate is no date as day/month/year'],
    ['1,A,X,1,1/12/2010,0.001,7,EIRE', 'UnitPrice is no amount in pounds and whole pence'],
    [',A,X,1,1/12/2010,1,7,EIRE', 'InvoiceNo is empty'],
  ])('that cannot be read are kept with the reason: %s', (row, why) => {
    expect(tillOf(row)).toEqual({ records: [], unreadable: [{ line: 2, why }], recased: 0 });
  });

  it('that break off are kept as unreadable too', () => {
    expect(tillOf('1,A,X').unreadable).toHaveLength(1);
  });

  it('of another kind of file are refused as a whole', () => {
    expect(() => readTill('a,b\n1,2')).toThrow('lacks these columns: InvoiceNo');
  });
});
