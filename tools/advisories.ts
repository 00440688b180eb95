// `npm run advisories`: asks npm for advisories about the packages of the image.
import { spawnSync } from 'node:child_process';
import { ROOT } from '@waybill/testing';
import { type AuditReport, verdictOn } from './supply-chain/advisories.js';

// npm_execpath: the npm that runs this script, which may not be on the PATH.
const npm = process.env['npm_execpath'];
const args = ['audit', '--json', '--omit=dev', '--omit=optional'];
const [file, prefix] = npm?.endsWith('npm-cli.js') ? [process.execPath, [npm]] : ['npm', []];
const { stdout, error } = spawnSync(file, [...prefix, ...args], {
  cwd: ROOT,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
});
const { lines, failed } = verdictOn(reportOf(stdout, error));
console.log(lines.join('\n'));
process.exitCode = failed ? 1 : 0;

function reportOf(text: string | null, failure?: Error): AuditReport {
  try {
    return JSON.parse(text ?? '') as AuditReport;
  } catch {
    return failure ? { message: failure.message } : {};
  }
}
