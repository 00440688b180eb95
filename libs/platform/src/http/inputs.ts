import { LINES, ONE_LINE, VISIBLE } from '@waybill/kernel';
import { z } from 'zod';

/**
 * The kinds of values that people send. They are for requests only: what is stored already, and what messages contain, is read as it is.
 * Every rule is checked before blanks around the text are removed, so that OpenAPI states it exactly.
 */
const shown = (most: number) =>
  z.string().min(1).max(most).regex(VISIBLE, 'must contain a visible character');

/** A name, a part of an address, a reference: one line without control characters. Blanks around it are removed. */
export const singleLine = (most: number) =>
  shown(most).regex(ONE_LINE, 'must be one line without control characters').trim();

/** A note or a reason: like a single line, with tabs and line breaks. */
export const multiLine = (most: number) =>
  shown(most).regex(LINES, 'must contain no control characters except tabs and line breaks').trim();

/** Names something that exists already: any text, because it was stored by the rules of its time. What nothing has is NOT_FOUND. */
export const reference = (most: number) => z.string().min(1).max(most);

/** A part of a path that names something. What nothing has is NOT_FOUND. `example` is for the API documents. */
export const pathPart = (example: string) => z.string().meta({ example });

/** Instants outside of these years have no place in the database, or another form in JSON. */
const [FIRST, LAST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];
const YEARS = 'must be between the years 1 and 9999';

export const isInstant = (time: number): boolean => time >= FIRST && time <= LAST;

/** A timestamp with `Z` or an offset. */
export const instant = () =>
  z.iso.datetime({ offset: true, abort: true }).refine((text) => isInstant(Date.parse(text)), YEARS);

export const day = () => z.iso.date({ abort: true }).refine((text) => text >= '0001-01-01', YEARS);

/** `true` or `false` in a query. By default zod would also take `yes`, `on` and `1`. */
export const flag = () => z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' });

/** A whole number in a query: decimal digits. `Number` would also take `0x10`, `1e1` and blanks. */
export const integer = (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(
    (text) => (typeof text === 'string' && /^-?\d{1,16}$/.test(text) ? Number(text) : text),
    z.int({ error: 'must be a whole number in decimal digits' }).min(least).max(most),
  );
