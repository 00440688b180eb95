/** Markup that is safe to send. Only `html` creates it, which escapes every value that is not `Html` itself. */
export class Html {
  constructor(readonly markup: string) {}
}

/** Caches the templates without the indentation of the source. */
const flush = new WeakMap<TemplateStringsArray, readonly string[]>();

export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const parts = flush.get(strings) ?? strings.map((text) => text.replaceAll(/\n\s+/g, '\n'));
  flush.set(strings, parts);
  return new Html(parts.reduce((before, text, index) => before + markupOf(values[index - 1] ?? '') + text));
}

function markupOf(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escape(value);
  return value instanceof Html ? value.markup : value.map(({ markup }) => markup).join('');
}

const ENTITIES = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
} as const;

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character as keyof typeof ENTITIES]);
}
