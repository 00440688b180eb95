/** Whether text is well-formed Unicode without U+0000. Postgres stores no other text, and JSON in UTF-8 can carry no other. */
export function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Whether all texts and property names of a JSON value are texts. */
export function hasOnlyText(value: unknown): boolean {
  if (typeof value === 'string') return isText(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasOnlyText);
  return Object.entries(value).every(([name, item]) => isText(name) && hasOnlyText(item));
}

/**
 * Parts of character classes. They are spelled out, because patterns are published in OpenAPI and not every reader of it knows `\p{Cc}`.
 * Joiners (U+200C, U+200D) and marks (U+200E, U+200F, U+061C) are in neither: Persian, Hebrew and Arabic names need them.
 */
const LINE_BREAKS = String.raw`\t\n\r`;
const CONTROLS = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029`;
/** They change the order in which what follows is shown. */
const OVERRIDES = String.raw`\u202a-\u202e\u2066-\u2069`;
const INVISIBLE = String.raw`\s\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff`;

/** One line: without control characters, and without characters that change the order of others. */
export const ONE_LINE = new RegExp(`^[^${LINE_BREAKS}${CONTROLS}${OVERRIDES}]*$`);
/** Several lines: like one line, with tabs and line breaks. */
export const LINES = new RegExp(`^[^${CONTROLS}${OVERRIDES}]*$`);
/** Text of which a reader sees something. */
export const VISIBLE = new RegExp(`[^${INVISIBLE}${CONTROLS}${OVERRIDES}]`);
