import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { penceOf } from './pence.js';

/** A parsed line of the till's file. */
export interface TillRecord {
  /** Line number in the file; the header is line 1. */
  readonly line: number;
  /** Starts with C for a cancellation. */
  readonly invoice: string;
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  /** Price per unit, in pence. */
  readonly price: number;
  /** Empty if unknown. */
  readonly customer: string;
  readonly country: string;
  /** Sorts by time: `2010-12-01`, with the time of day where the file has one. */
  readonly at: string;
}

export interface UnreadableRecord {
  readonly line: number;
  readonly why: string;
}

export interface TillFile {
  readonly records: readonly TillRecord[];
  readonly unreadable: readonly UnreadableRecord[];
  /** Number of records whose stock code has lower-case letters in the file. */
  readonly recased: number;
}

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

const row = z.object({
  InvoiceNo: z.string().trim().min(1, 'is empty').max(64),
  // The file has the same product in both cases, but SKUs are case-sensitive.
  StockCode: z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(40)
    .transform((code) => code.toUpperCase()),
  Description: z
    .string()
    .trim()
    .transform((text) => text.slice(0, 200)),
  Quantity: z
    .string()
    .trim()
    .regex(/^-?\d{1,9}$/, 'is no whole number')
    .transform(Number),
  InvoiceDate: z.string().transform((text, { addIssue }) => {
    const at = timeOf(text);
    if (at === undefined) addIssue('is no date as day/month/year');
    return at ?? z.NEVER;
  }),
  UnitPrice: z.string().transform((text, { addIssue }) => {
    const price = penceOf(text);
    if (price === undefined) addIssue('is no amount in pounds and whole pence');
    return price ?? z.NEVER;
  }),
  CustomerID: z.string().trim().max(64),
  Country: z.string().trim(),
});

/** Parses the till's CSV. Invalid lines are returned as `unreadable`. Throws if the file has another format. */
export function readTill(csv: string): TillFile {
  const lines = parse(csv, {
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const [header, ...body] = lines;
  const names = header?.record.map((name) => name.trim()) ?? [];
  const missing = COLUMNS.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`the file lacks these columns: ${missing.join(', ')}`);

  const records: TillRecord[] = [];
  const unreadable: UnreadableRecord[] = [];
  let recased = 0;
  for (const { record, info } of body) {
    const fields = Object.fromEntries(names.map((name, index) => [name, record[index]]));
    const read = row.safeParse(fields);
    if (/[a-z]/.test(fields['StockCode'] ?? '')) recased++;
    if (read.success) records.push(recordOf(info.lines, read.data));
    else unreadable.push({ line: info.lines, why: wordsOf(read.error) });
  }
  return { records, unreadable, recased };
}

function recordOf(line: number, fields: z.infer<typeof row>): TillRecord {
  return {
    line,
    invoice: fields.InvoiceNo,
    sku: fields.StockCode,
    description: fields.Description,
    quantity: fields.Quantity,
    price: fields.UnitPrice,
    at: fields.InvoiceDate,
    customer: fields.CustomerID,
    country: fields.Country,
  };
}

function timeOf(text: string): string | undefined {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2}))?$/.exec(text.trim());
  if (!found) return undefined;
  const [, day = '', month = '', year = '', hour = '0', minute = '00'] = found;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return `${iso} ${hour.padStart(2, '0')}:${minute}`;
}

function wordsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
}
