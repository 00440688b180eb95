import type { Intent } from './intent.js';
import { badParameter } from './stripe-error.js';

/** One condition of a search, as `metadata['order_id']:'7'`, `-status:"canceled"` or `amount>=1000`. */
export interface Clause {
  negated: boolean;
  field: string;
  /** The name inside `metadata[…]`; empty for other fields. */
  key: string;
  operator: string;
  value: string;
}

const quoted = String.raw`"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'`;
const clause = new RegExp(
  String.raw`\s*(-)?(metadata|\w+)(?:\[(?:${quoted})\])?\s*(:|~|>=|<=|>|<)\s*(?:${quoted}|([^\s"']+))\s*(AND\b)?`,
  'iy',
);

/** Reads Stripe's search language as far as clauses joined by AND go; there is no OR. */
export function readQuery(query: string): Clause[] {
  const clauses: Clause[] = [];
  clause.lastIndex = 0;
  while (clause.lastIndex < query.trimEnd().length) {
    const match = clause.exec(query);
    if (!match) throw badParameter('We were unable to parse your search query.', 'query');
    const [, minus, field = '', key1, key2, operator = ':', text1, text2, bare] = match;
    const value = unescape(text1 ?? text2 ?? bare ?? '');
    clauses.push({ negated: minus === '-', field, key: unescape(key1 ?? key2 ?? ''), operator, value });
  }
  return clauses;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

export function matches(intent: Intent, { negated, field, key, operator, value }: Clause): boolean {
  const actual = fieldOf(intent, field, key);
  return holds(actual, operator, value) !== negated;
}

function fieldOf(intent: Intent, field: string, key: string): string | number | undefined {
  switch (field) {
    case 'metadata':
      return intent.metadata[key];
    case 'status':
    case 'currency':
    case 'amount':
    case 'created':
      return intent[field];
    default:
      throw badParameter(
        `Field \`${field}\` is an unsupported search field for resource \`payment_intents\`.`,
        'query',
      );
  }
}

function holds(actual: string | number | undefined, operator: string, value: string): boolean {
  if (actual === undefined) return false;
  switch (operator) {
    case '>':
      return Number(actual) > Number(value);
    case '>=':
      return Number(actual) >= Number(value);
    case '<':
      return Number(actual) < Number(value);
    case '<=':
      return Number(actual) <= Number(value);
    case '~':
      return String(actual).toLowerCase().includes(value.toLowerCase());
    default:
      return String(actual) === value;
  }
}
