import { readTill, type TillFile, type TillRecord } from './records.js';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

/** A till's file with these lines: invoice, code, quantity, price and customer. Other columns have defaults. */
export function till(...lines: readonly (readonly [string, string, number, string, string])[]): TillFile {
  const rows = lines.map(
    ([invoice, sku, quantity, price, customer]) =>
      `${invoice},${sku},THING,${quantity},1/12/2010,${price},${customer},United Kingdom`,
  );
  return tillOf(...rows);
}

/** A till's file with these complete lines. */
export function tillOf(...rows: readonly string[]): TillFile {
  return readTill([HEADER, ...rows].join('\n'));
}

/** `536365 85123A` for each record, to identify it. */
export function names(records: readonly TillRecord[]): string[] {
  return records.map(({ invoice, sku }) => `${invoice} ${sku}`);
}
