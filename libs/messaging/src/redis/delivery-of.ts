import type { Delivery } from '../broker.js';

/** A stream entry as a record. */
export function deliveryOf(
  topic: string,
  partition: number,
  id: Buffer,
  fields: readonly Buffer[],
): Delivery {
  const field = (name: string): Buffer | undefined => {
    const at = fields.findIndex((text, index) => index % 2 === 0 && text.equals(Buffer.from(name)));
    return at < 0 ? undefined : fields[at + 1];
  };
  return {
    topic,
    partition,
    offset: Number(String(id).split('-')[0]),
    key: String(field('key') ?? ''),
    value: field('value') ?? null,
    headers: headersIn(field('headers')),
  };
}

/** Other programs may write to the stream: a record without headers becomes a dead letter. */
function headersIn(text: Buffer | undefined): Record<string, string> {
  try {
    const headers: unknown = JSON.parse(String(text));
    return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}
