import type { Breach } from './compatibility.js';

/** Contents of sample messages by path: `<message>/<version>.json`, with optional text after the version. */
export type Samples = ReadonlyMap<string, string>;

/** The folder of the golden samples, from the root of the repository. */
export const GOLDEN = 'libs/contracts/golden';

interface Sample {
  readonly message: string;
  readonly version: number;
}

/** Parses the path of a sample. */
export function sampleOf(path: string): Sample {
  const [message = '', name = ''] = path.split('/');
  return { message, version: Number.parseInt(name, 10) };
}

/**
 * Finds released samples that were changed, or that can no longer be parsed. Such messages are stored in topics and in tests of
 * consumers. `parse` throws if the data does not match the version of the message.
 */
export function brokenSamples(
  released: Samples,
  now: Samples,
  parse: (message: string, data: unknown, version: number) => unknown,
): Breach[] {
  return [...released].flatMap(([path, text]) => {
    const { message, version } = sampleOf(path);
    const breach = (says: string): Breach => ({ message, version, at: '/', says });
    const edited = now.has(path) ? 'was edited' : 'is gone';
    if (now.get(path) !== text)
      return [
        breach(
          `the golden sample ${GOLDEN}/${path} ${edited}: nothing tells any more whether messages like it can be read. Put it back, and add another one for what is new.`,
        ),
      ];
    try {
      parse(message, JSON.parse(text), version);
      return [];
    } catch (error) {
      return [
        breach(
          `the golden sample ${GOLDEN}/${path} is refused now: ${(error as Error).message}. Mend the schema or the upcaster; the sample stays.`,
        ),
      ];
    }
  });
}
