// Reads JSON in UTF-8 byte by byte, for what its parser does not tell.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);
const [ARRAY, OBJECT] = [0x5b, 0x7b];
/** The closing bracket is the second character after the opening one. */
const CLOSE = 2;

const isOpening = (byte: number): boolean => byte === ARRAY || byte === OBJECT;
const isClosing = (byte: number): boolean => isOpening(byte - CLOSE);

/**
 * Whether JSON is nested deeper than `most` levels. It is read before it is parsed, because deep JSON costs its parser and everything
 * after it a hundred times more than flat JSON. For invalid JSON the result does not matter.
 */
export function isDeeperThan(json: Uint8Array, most: number): boolean {
  let level = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) at = endOfString(json, at + 1);
    else if (isOpening(byte)) {
      if (++level > most) return true;
    } else if (isClosing(byte)) level--;
  }
  return false;
}

/** The first name that an object of valid JSON has twice. JSON parsers keep one of its values without a word, and not all the same one. */
export function repeatedMember(json: Buffer): string | undefined {
  /** The names in each array or object that is open. */
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) {
      const end = endOfString(json, at + 1);
      if (isName(json, end + 1)) {
        const name = JSON.parse(json.toString('utf8', at, end + 1)) as string;
        const names = open.at(-1);
        if (names?.has(name)) return name;
        names?.add(name);
      }
      at = end;
    } else if (isOpening(byte)) open.push(new Set());
    else if (isClosing(byte)) open.pop();
  }
  return undefined;
}

/** Whether the string that ends before `at` is the name of a member. */
function isName(json: Uint8Array, at: number): boolean {
  while (BLANKS.has(json[at]!)) at++;
  return json[at] === COLON;
}

/** The position of the quote that ends a string, whose content begins at `start`. */
function endOfString(json: Uint8Array, start: number): number {
  let at = start;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}
