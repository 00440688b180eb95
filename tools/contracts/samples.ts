import type { Breach } from './compatibility.js';

/** Samples of messages by their path, `<message>/<version>.json` with anything between version and end, and what they hold. */
export type Samples = ReadonlyMap<string, string>;

/** The folder of the golden samples, from the root of the repository. */
export const GOLDEN = 'libs/contracts/golden';

interface Sample {
  readonly message: string;
  readonly version: number;
}

/** What a sample's path says. */
export function sampleOf(path: string): Sample {
  const [message = '', name = ''] = path.split('/');
  return { message, version: Number.parseInt(name, 10) };
}

/**
 * What was released as a sample lies in topics and in others' tests: it stays as it is, and is read for ever. `parse` throws
 * what is wrong with data of a message's version.
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
