// `npm run advisories`: asks npm for advisories about the packages of the image.
import { spawnSync } from 'node:child_process';
import { commandLine } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import { type AuditReport, verdictOn } from './supply-chain/advisories.js';

commandLine(
  'npm run advisories: lists known vulnerabilities of the packages that the image contains. Exits with 1 if one is high or critical; if the source of advisories cannot be reached, it says so and exits with 0',
  {},
);
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
