import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for the data of a server. Throws one line that names the setting if there cannot be one. */
export function temporaryFolder(server: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `waybill-${server}-`)).catch((error: unknown) => {
    const { TMPDIR } = process.env;
    const why = TMPDIR ? `TMPDIR is ${TMPDIR}` : `the folder for temporary files is ${tmpdir()}`;
    throw new Error(
      `There is no place for the data of ${server}: ${why}, where no folder can be made (${(error as NodeJS.ErrnoException).code}). ` +
        'Set TMPDIR to a folder that exists and that you may write to.',
    );
  });
}
