import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MissingDependency } from './missing-dependency.js';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root: then it runs as user postgres, who is created if absent. Undefined for all others. */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return lookUp() ?? create();
}

function lookUp(): SystemUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function create(): SystemUser {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  const user = lookUp();
  if (user) return user;
  throw new MissingDependency(
    'Postgres does not run as root and the user postgres could not be created: run as another user, or set DATABASE_URL.',
  );
}

/** The folder on the way to the path, which must exist, that the user may not enter; null if there is none. */
export async function closedFolder(path: string, user: SystemUser): Promise<string | null> {
  let closed: string | null = null;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
    if (((mode >> shift) & 1) === 0) closed = folder;
    if (folder === dirname(folder)) return closed;
  }
}

/** Throws one sentence that says what to do if the user cannot reach the path. */
export async function assertReachable(path: string, user: SystemUser): Promise<void> {
  const closed = await closedFolder(path, user);
  if (closed === null) return;
  throw new Error(
    `Postgres runs as user postgres here, who may not enter ${closed} on the way to its data in ${dirname(path)}: ` +
      `run \`chmod o+x ${closed}\`, or set TMPDIR to a folder that all may enter, or work as a user who is not root, or set DATABASE_URL.`,
  );
}
