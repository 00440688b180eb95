import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const leanHttp = fileURLToPath(new URL('../docker/lean-http.mjs', import.meta.url));

/** Whether a process that imports http has loaded undici, before and after it used fetch. */
function loadsUndici(...flags: string[]): unknown {
  const code = `
    import { STATUS_CODES, createServer } from 'node:http';
    const loaded = () => process.moduleLoadList.some((name) => name.endsWith('undici/undici'));
    const before = loaded();
    const { status } = await fetch('data:text/plain,hello');
    console.log(JSON.stringify([before, loaded(), status, STATUS_CODES[200], typeof createServer, typeof WebSocket]));`;
  const args = [...flags, '--input-type=module', '--eval', code];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

it('imports http without undici, which fetch loads when it is used', () => {
  const works = [200, 'OK', 'function', 'function'];
  expect(loadsUndici('--import', leanHttp)).toEqual([false, true, ...works]);
  // If a later Node does so by itself, lean-http.mjs can go.
  expect(loadsUndici()).toEqual([true, true, ...works]);
});
