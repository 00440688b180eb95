/** Enough for all but lists. */
const MEBIBYTE = 1_024 * 1_024;

/**
 * Reads the body of a response as JSON; undefined if it is not JSON. Throws, and reads no more, once it has more than `mostBytes` bytes: the
 * other side decides how much it sends.
 */
export async function boundedJson(
  body: AsyncIterable<Uint8Array> | null,
  mostBytes = MEBIBYTE,
): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > mostBytes) throw new Error(`the response is larger than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return parsed(new TextDecoder().decode(Buffer.concat(chunks)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
