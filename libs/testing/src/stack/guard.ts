import { spawn } from 'node:child_process';

// A shell that outlives this process. Its input is a pipe that only this process holds, so it sees every kind of end: an exit, a
// signal without a handler, even SIGKILL. Exit hooks would see only some of these, and would have to take the
// signals away from the program that has its own services to stop first.
const script = `
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -s "$1" "$pid"
  tries=0
  while kill -0 "$pid" && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL "$pid"
fi
if [ -n "$2" ]; then rm -rf "$2"; fi
`;

export interface Guard {
  /** The process to end when this one ends; null once it has ended by itself. */
  watch(pid: number | null): void;
  /** Ends the guard, after which nothing is watched. */
  release(): void;
}

/** Ends a server and removes `folder` (if not null) as soon as this process is gone. */
export function startGuard(signal: 'INT' | 'TERM', folder: string | null): Guard {
  const shell = spawn('/bin/sh', ['-c', script, 'waybill-guard', signal, folder ?? ''], {
    cwd: '/',
    // its own group: Ctrl-C in the terminal must not end the guard before the guarded
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  return {
    watch: (pid) => void shell.stdin.write(`${pid ?? ''}\n`),
    release: () => void shell.stdin.end('\n'),
  };
}
