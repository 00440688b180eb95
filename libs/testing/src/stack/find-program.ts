import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MissingDependency } from './missing-dependency.js';

/** Where daemons are that a user's PATH often leaves out. */
const DAEMONS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'];

/** The file of a program. Throws MissingDependency with the advice given. */
export function findProgram(name: string, advice: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...DAEMONS];
  const file = folders.map((folder) => join(folder, name)).find(isProgram);
  if (!file) throw new MissingDependency(advice);
  return file;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
